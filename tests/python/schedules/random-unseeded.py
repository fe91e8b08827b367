import random
import threading

found = []


def work():
    found.append(random.random())


thread = threading.Thread(target=work)
thread.start()
thread.join()
print(found)

# The same numbers in each run.
# search: holds
