"""A daemon thread raises while the program ends."""

import atexit
from threading import Event, Thread

def fail():
    ending.wait()
    raise ValueError("too late")

@atexit.register
def end():
    ending.set()
    thread.join()
    print("the daemon has ended")

ending = Event()
thread = Thread(target=fail, daemon=True)
thread.start()
print("main ends")

# expect: main ends
# expect: the daemon has ended
# expect-err: Exception in thread Thread-1 (fail):
# expect-err: ValueError: too late
