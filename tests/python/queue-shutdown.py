"""A queue that was shut down takes nothing any more, and wakes who waits."""

from queue import Queue, ShutDown
from threading import Thread

def take():
    try:
        while True:
            taken.append(queue.get())
    except ShutDown:
        taken.append("ShutDown")

taken = []
queue = Queue()
queue.put(1)
queue.put(2)
queue.shutdown()
thread = Thread(target=take)
thread.start()
thread.join()
print(taken)
try:
    queue.put(3)
except ShutDown:
    print("put: ShutDown")
queue = Queue()
queue.put(1)
queue.shutdown(immediate=True)
try:
    queue.get()
except ShutDown:
    print("get: ShutDown")

# cpython: >=3.13
# expect: [1, 2, 'ShutDown']
# expect: put: ShutDown
# expect: get: ShutDown
