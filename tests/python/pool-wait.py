"""wait() returns when the first, or the first that raises, or all are done."""

from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, ThreadPoolExecutor, wait
from threading import Event

go, fail = Event(), Event()

def slow():
    go.wait()

def failing():
    fail.wait()
    raise ValueError

with ThreadPoolExecutor(3) as pool:
    futures = [pool.submit(len, "abc"), pool.submit(slow), pool.submit(failing)]
    done, others = wait(futures, return_when=FIRST_COMPLETED)
    print(len(done), len(others))
    fail.set()
    done, others = wait(futures, return_when=FIRST_EXCEPTION)
    print(len(done), len(others))
    print(len(wait(futures, timeout=0.01).not_done))
    go.set()
    done, others = wait(futures, return_when=ALL_COMPLETED)
    print(len(done), len(others))

# expect: 1 2
# expect: 2 1
# expect: 1
# expect: 3 0
