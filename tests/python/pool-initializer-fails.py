"""A pool whose initializer raises is broken, and says so to all that wait."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.thread import BrokenThreadPool

def begin():
    raise ValueError("no beginning")

with ThreadPoolExecutor(1, initializer=begin) as pool:
    future = pool.submit(print, "never")
    try:
        future.result()
    except BrokenThreadPool as error:
        print("result:", error)
    try:
        pool.submit(print, "never")
    except BrokenThreadPool as error:
        print("submit:", error)

# expect: result: A thread initializer failed, the thread pool is not usable anymore
# expect: submit: A thread initializer failed, the thread pool is not usable anymore
# expect-err: Exception in initializer:
# expect-err:   File "main.py", line 7, in begin
# expect-err: ValueError: no beginning
