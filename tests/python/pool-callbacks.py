"""A future calls back when it is done, at once where it is already; what a callback raises is told and passed over."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

go = Event()
with ThreadPoolExecutor(1) as pool:
    future = pool.submit(go.wait)
    future.add_done_callback(lambda future: print("first", future.result()))
    future.add_done_callback(lambda future: 1 / 0)
    future.add_done_callback(lambda future: print("second", future.result()))
    go.set()
future.add_done_callback(lambda future: print("at once"))

# expect: first True
# expect: second True
# expect: at once
# expect-err-re: exception calling callback for <Future at 0x[0-9a-f]+ state=finished returned bool>
# expect-err: ZeroDivisionError: division by zero
