import threading

signal = threading.Semaphore(0)
slots = threading.Semaphore(1)


def work():
    slots.acquire()
    signal.acquire()


threads = [threading.Thread(target=work) for _ in range(2)]

for thread in threads:
    thread.start()
signal.release()
for thread in threads:
    thread.join()

# The one waits for a slot that the other never gives back.
# search: breaks deadlock always=true preemptions=0 conflict=other
