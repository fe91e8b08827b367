"""A thread can be started once."""

from threading import Thread

thread = Thread(target=print, args=("runs",))
thread.start()
thread.join()
try:
    thread.start()
except RuntimeError as error:
    print("RuntimeError:", error)
print(thread.is_alive())

# expect: runs
# expect: RuntimeError: threads can only be started once
# expect: False
