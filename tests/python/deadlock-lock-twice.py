"""A plain lock that one takes again waits for oneself, for ever."""

from threading import Lock

lock = Lock()
lock.acquire()
print("once")
lock.acquire()
print("never")

# expect: once
# expect-deadlock
