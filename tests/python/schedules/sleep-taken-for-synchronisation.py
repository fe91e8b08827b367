import threading
import time

result = None


def work():
    global result
    time.sleep(0.1)
    result = 42


thread = threading.Thread(target=work)
thread.start()
time.sleep(1)
assert result == 42

# Time is no synchronisation: whoever sleeps may go on whenever the system wants.
# search: breaks raised preemptions=0
