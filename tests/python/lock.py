"""A lock is held by one at a time."""

from threading import Lock

lock = Lock()
print(lock.locked(), lock.acquire(), lock.locked())
print(lock.acquire(blocking=False), lock.acquire(timeout=0.01))
lock.release()
print(lock.locked())
with lock as held:
    print(held, lock.locked())
print(lock.locked())

# expect: False True True
# expect: False False
# expect: False
# expect: True True
# expect: False
