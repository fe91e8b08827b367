"""A BoundedSemaphore refuses more permits than it had."""

from threading import BoundedSemaphore

permits = BoundedSemaphore(2)
with permits:
    print("inside")
try:
    permits.release()
except ValueError as error:
    print(error)
print(permits.acquire(), permits.acquire(), permits.acquire(False))
permits.release(2)
print("both back")

# expect: inside
# expect: Semaphore released too many times
# expect: True True False
# expect: both back
