"""What has not begun can be cancelled."""

from concurrent.futures import CancelledError, ThreadPoolExecutor
from threading import Event

go, begun = Event(), Event()

def work():
    begun.set()
    go.wait()
    return "done"

pool = ThreadPoolExecutor(1)
first, second, third = [pool.submit(work) for _ in range(3)]
begun.wait()
print(first.running(), first.cancel(), second.cancel(), second.cancelled())
try:
    second.result()
except CancelledError:
    print("CancelledError")
pool.shutdown(wait=False, cancel_futures=True)
print(third.cancelled())
go.set()
print(first.result())

# expect: True False True True
# expect: CancelledError
# expect: True
# expect: done
