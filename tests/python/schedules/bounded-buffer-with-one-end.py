import queue
import threading

buffer = queue.Queue(1)


def produce():
    buffer.put(1)
    buffer.put(None)


def consume():
    while buffer.get() is not None:
        pass


threads = [threading.Thread(target=target) for target in (produce, consume, consume)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# One mark of the end for two who wait for it: one of them waits for ever, whatever the schedule.
# search: breaks deadlock preemptions=0 always=true
