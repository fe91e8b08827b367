import queue
import threading

buffer = queue.Queue(1)
got = []


def produce():
    for item in (1, 2, None):
        buffer.put(item)


def consume():
    while (item := buffer.get()) is not None:
        got.append(item)


threads = [threading.Thread(target=produce), threading.Thread(target=consume)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert got == [1, 2]

# search: holds
