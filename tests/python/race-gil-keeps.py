"""With the GIL an unlocked "n += 1" loses nothing: threads do not change within it.

The language does not promise that. CPython looks whether to change at the head of a loop and after calls,
and there is neither between the reading and the writing."""

import sys
from threading import Barrier, Thread

def work():
    global n
    start.wait()
    for _ in range(60_000):
        n += 1

sys.setswitchinterval(1e-5)
n, start = 0, Barrier(2)
threads = [Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(n)

# interpreter: gil
# expect: 120000
