"""First in, first out."""

from queue import Queue

queue = Queue(maxsize=3)
print(queue.empty(), queue.qsize(), queue.maxsize)
for word in "abc":
    queue.put(word)
print(queue.full(), queue.qsize())
print(queue.get(), queue.get(), queue.get(), queue.empty())

# expect: True 0 3
# expect: True 3
# expect: a b c True
