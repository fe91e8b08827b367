"""More threads than there may be: the error says so, and the program can go on."""

from threading import Event, Thread, active_count

stop = Event()
threads = []
try:
    while True:
        thread = Thread(target=stop.wait)
        thread.start()
        threads.append(thread)
except RuntimeError as error:
    print(error)
print(active_count())
stop.set()
for thread in threads:
    thread.join()
thread = Thread(target=print, args=("now there is room",))
thread.start()
thread.join()

# only: page
# expect: can't start new thread
# expect: 64
# expect: now there is room
