from queue import Full, Queue
from threading import Thread
from time import sleep

producers = 2  #: producers
consumers = 2  #: consumers
items = 60  #: items
capacity = 8  #: capacity
produce_ms = 5  #: produce_ms
consume_ms = 10  #: consume_ms

queue = Queue(maxsize=capacity)
depths, blocked, taken = [], [], []

def produce(first):
    for number in range(first, items, producers):
        sleep(produce_ms / 1000)  # makes the item
        try:
            queue.put_nowait(number)
        except Full:
            blocked.append(number)
            queue.put(number)  # waits for room
        depths.append(queue.qsize())

def consume():
    while (number := queue.get()) is not None:
        taken.append(number)
        sleep(consume_ms / 1000)  # works on it

producing = [Thread(target=produce, args=(first,)) for first in range(producers)]
consuming = [Thread(target=consume) for _ in range(consumers)]
for thread in producing + consuming:
    thread.start()
for thread in producing:
    thread.join()
for thread in consuming:
    queue.put(None)  # the sentinel: nothing more comes
for thread in consuming:
    thread.join()
print(f'produced {len(depths)}, consumed {len(taken)}')
print('each once:', sorted(taken) == list(range(items)))
print(f'deepest {max(depths, default=0)}, blocked puts {len(blocked)}')
