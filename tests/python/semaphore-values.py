"""Permits are counted, and may be given back several at a time."""

from threading import Semaphore

permits = Semaphore(2)
print(permits.acquire(), permits.acquire(), permits.acquire(blocking=False), permits.acquire(timeout=0.01))
permits.release(3)
print([permits.acquire(blocking=False) for _ in range(4)])
for act in [lambda: Semaphore(-1), lambda: permits.release(0), lambda: permits.acquire(False, 1)]:
    try:
        act()
    except ValueError as error:
        print(error)

# expect: True True False False
# expect: [True, True, True, False]
# expect: semaphore initial value must be >= 0
# expect: n must be one or more
# expect: can't specify timeout for non-blocking acquire
