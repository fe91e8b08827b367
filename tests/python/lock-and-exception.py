"""A with statement releases its lock when what it holds raises."""

from threading import Lock

lock = Lock()
try:
    with lock:
        print(lock.locked())
        raise ValueError("inside")
except ValueError as error:
    print(error, lock.locked())

# expect: True
# expect: inside False
