"""A generator that runs cannot be asked by another thread."""

from threading import Barrier, Thread

def slow():
    inside.wait()
    inside.wait()
    yield "value"

inside = Barrier(2)
generator = slow()
thread = Thread(target=lambda: print(next(generator)))
thread.start()
inside.wait()
try:
    next(generator)
except ValueError as error:
    print(error)
inside.wait()
thread.join()

# expect: generator already executing
# expect: value
