"""Two make and three take, through a queue with two places: each item comes once."""

from queue import Queue
from threading import Thread

def produce(first):
    for number in range(first, 100, 2):
        queue.put(number)

def consume():
    while (number := queue.get()) is not None:
        taken.append(number)

queue, taken = Queue(2), []
producers = [Thread(target=produce, args=(first,)) for first in range(2)]
consumers = [Thread(target=consume) for _ in range(3)]
for thread in producers + consumers:
    thread.start()
for thread in producers:
    thread.join()
for _ in consumers:
    queue.put(None)
for thread in consumers:
    thread.join()
print(len(taken), sorted(taken) == list(range(100)))

# expect: 100 True
