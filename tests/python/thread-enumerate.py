"""Which threads are alive."""

from threading import Event, Thread, active_count, enumerate, main_thread

stop = Event()
threads = [Thread(target=stop.wait, name=name) for name in "ab"]
print(active_count(), [thread.name for thread in enumerate()])
for thread in threads:
    thread.start()
print(active_count(), sorted(thread.name for thread in enumerate()))
stop.set()
for thread in threads:
    thread.join()
print(enumerate() == [main_thread()])

# expect: 1 ['MainThread']
# expect: 3 ['MainThread', 'a', 'b']
# expect: True
