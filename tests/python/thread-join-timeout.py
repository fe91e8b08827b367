"""join() with a timeout returns None either way; is_alive() tells."""

from threading import Event, Thread

stop = Event()
thread = Thread(target=stop.wait)
thread.start()
print(thread.join(0.01), thread.is_alive())
print(thread.join(timeout=0), thread.is_alive())
stop.set()
print(thread.join(60), thread.is_alive())

# expect: None True
# expect: None True
# expect: None False
