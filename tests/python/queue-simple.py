"""A SimpleQueue has no bound, and no join()."""

from queue import Empty, SimpleQueue
from threading import Thread

queue = SimpleQueue()
Thread(target=lambda: [queue.put(number) for number in range(5)]).start()
print([queue.get() for _ in range(5)], queue.empty(), queue.qsize())
for act in [queue.get_nowait, lambda: queue.get(timeout=0.01), lambda: queue.get(False)]:
    try:
        act()
    except Empty:
        print("Empty")
print(hasattr(queue, "join"))

# expect: [0, 1, 2, 3, 4] True 0
# expect: Empty
# expect: Empty
# expect: Empty
# expect: False
