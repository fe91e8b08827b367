"""A thread may take an RLock again that it holds; others must wait until it gave all back."""

from threading import RLock, Thread

lock = RLock()

def try_it():
    got = lock.acquire(blocking=False)
    results.append(got)
    if got:
        lock.release()

def ask():
    thread = Thread(target=try_it)
    thread.start()
    thread.join()

results = []
with lock:
    with lock:
        ask()
    ask()
ask()
print(results)

def release():
    try:
        lock.release()
    except RuntimeError as error:
        print(error)

with lock:
    thread = Thread(target=release)
    thread.start()
    thread.join()

# expect: [False, False, True]
# expect: cannot release un-acquired lock
