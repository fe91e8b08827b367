"""With the GIL, too, "n = plus(n)" can lose an addition: threads may change within the call.

It goes on until that was seen, or was not for very long."""

import sys
from threading import Barrier, Thread

def plus(n):
    return n + 1

def work():
    global n
    start.wait()
    for _ in range(2_000):
        n = plus(n)

sys.setswitchinterval(1e-6)
for attempt in range(500):
    n, start = 0, Barrier(2)
    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if n < 4_000:
        print("an addition was lost")
        break

# expect: an addition was lost
