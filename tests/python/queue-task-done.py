"""join() returns when each item was taken and said to be done."""

from queue import Queue
from threading import Thread

def work():
    while True:
        done.append(queue.get() ** 2)
        queue.task_done()

queue, done = Queue(), []
for _ in range(3):
    Thread(target=work, daemon=True).start()
for number in range(20):
    queue.put(number)
queue.join()
print(sorted(done) == [number ** 2 for number in range(20)], queue.unfinished_tasks)
try:
    queue.task_done()
except ValueError as error:
    print(error)

# expect: True 0
# expect: task_done() called too many times
