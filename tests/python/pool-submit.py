"""A future has a result later."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, current_thread

go = Event()

def work(a, b=0):
    go.wait()
    return a + b, current_thread().name

with ThreadPoolExecutor(1, thread_name_prefix="crew") as pool:
    future = pool.submit(work, 1, b=2)
    print(future.done(), future.cancelled())
    try:
        future.result(timeout=0.01)
    except TimeoutError:
        print("TimeoutError")
    go.set()
    print(future.result(), future.done(), future.exception())

# expect: False False
# expect: TimeoutError
# expect: (3, 'crew_0') True None
