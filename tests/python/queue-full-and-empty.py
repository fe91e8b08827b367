"""What does not wait, or not for ever, raises."""

from queue import Empty, Full, Queue

queue = Queue(1)
for act in [queue.get_nowait, lambda: queue.get(timeout=0.01), lambda: queue.get(block=False)]:
    try:
        act()
    except Empty as error:
        print("Empty", repr(str(error)))
queue.put(1)
for act in [lambda: queue.put_nowait(2), lambda: queue.put(2, timeout=0.01), lambda: queue.put(2, False)]:
    try:
        act()
    except Full as error:
        print("Full", repr(str(error)))
try:
    queue.get(timeout=-1)
except ValueError as error:
    print(error)

# expect: Empty ''
# expect: Empty ''
# expect: Empty ''
# expect: Full ''
# expect: Full ''
# expect: Full ''
# expect: 'timeout' must be a non-negative number
