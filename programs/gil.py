"""Is a program twice as fast with two threads?

The same counting, first by one thread and then shared by two.
"""

import sys
from threading import Thread
from time import perf_counter

STEPS = 500_000


def count(steps):
    for _ in range(steps):
        pass


def seconds(threads):
    """How long STEPS take when that many threads share them."""
    crew = [Thread(target=count, args=(STEPS // threads,)) for _ in range(threads)]
    begin = perf_counter()
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    return perf_counter() - begin


# Once beforehand: a browser makes code faster that it has run for a while.
count(STEPS)

one = seconds(1)
print(f"one thread: {one:.2f} s")
two = seconds(2)
print(f"two threads: {two:.2f} s")
print(f"speed-up {one / two:.2f}")

if getattr(sys, "_is_gil_enabled", lambda: True)():
    print("This Python has a GIL, the global interpreter lock: one thread runs at a time.")
else:
    print("This Python has no GIL: threads run at the same time, on as many processors as there are.")

# expect-re: one thread: \d+\.\d\d s
# expect-re: two threads: \d+\.\d\d s
# expect-re: speed-up \d+\.\d\d
# expect-re: This Python has (a GIL, the global interpreter lock: one thread runs|no GIL: threads run) at .*
