"""notify(2) wakes two of those that wait."""

from threading import Condition, Semaphore, Thread

def wait():
    with condition:
        ready.release()
        condition.wait()
        woken.release()

condition, ready, woken = Condition(), Semaphore(0), Semaphore(0)
threads = [Thread(target=wait) for _ in range(5)]
for thread in threads:
    thread.start()
for _ in threads:
    ready.acquire()
with condition:
    condition.notify(2)
print(woken.acquire(), woken.acquire(), woken.acquire(timeout=0.05))
with condition:
    condition.notify_all()
for thread in threads:
    thread.join()
print("all")

# expect: True True False
# expect: all
