"""A daemon thread does not keep the program from its end."""

from threading import Event, Thread, current_thread

def wait():
    inside.append(current_thread().daemon)
    here.set()
    Event().wait()  # for ever

inside = []
here = Event()
thread = Thread(target=wait, daemon=True)
print(thread.daemon, Thread().daemon, current_thread().daemon)
thread.start()
here.wait()
print(inside, thread.is_alive())
try:
    thread.daemon = False
except RuntimeError as error:
    print(error)
print("the end")

# expect: True False False
# expect: [True] True
# expect: cannot set daemon status of active thread
# expect: the end
