"""Five threads, all with the same work.

A thread is given a function, and calls it once it is started.
"""

from threading import Thread


def worker():
    print("Worker")


threads = []
for _ in range(5):
    thread = Thread(target=worker)
    threads.append(thread)
    thread.start()

# The program ends when its last thread has ended, so it needs no join() here.

# expect: Worker
# expect: Worker
# expect: Worker
# expect: Worker
# expect: Worker
