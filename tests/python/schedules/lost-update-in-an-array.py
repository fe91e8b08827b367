import threading
from array import array

numbers = array("i", [0])


def add():
    numbers[0] += 1


threads = [threading.Thread(target=add) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert numbers[0] == 2

# search: breaks raised preemptions=1
