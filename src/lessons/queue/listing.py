import json
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
        sleep(produce_ms / 1000)  # makes the item  #: @sleep
        try:
            queue.put_nowait(number)  #: @core @run(thread)
        except Full:
            blocked.append(number)
            queue.put(number)  # waits for room  #: @core @wait(room in the queue)
        depths.append(queue.qsize())

def consume():
    while (number := queue.get()) is not None:  #: @core @wait(an item)
        taken.append(number)  #: @core @run(thread)
        sleep(consume_ms / 1000)  # works on it  #: @sleep

producing = [Thread(target=produce, args=(first,)) for first in range(producers)]
consuming = [Thread(target=consume) for _ in range(consumers)]
for thread in producing + consuming:
    thread.start()  #: @run(main)
for thread in producing:
    thread.join()  #: @wait(results)
for thread in consuming:
    queue.put(None)  # the sentinel: nothing more comes
for thread in consuming:
    thread.join()  #: @wait(results)
print(f'produced {len(depths)}, consumed {len(taken)}')
print('each once:', sorted(taken) == list(range(items)))
print(f'deepest {max(depths, default=0)}, blocked puts {len(blocked)}')
print(json.dumps({'produced': len(depths), 'consumed': len(taken)}))
