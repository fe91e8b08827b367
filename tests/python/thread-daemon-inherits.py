"""A thread is a daemon where the one that makes it is."""

from threading import Thread

def make():
    made.append(Thread())
    made.append(Thread(daemon=False))

made = []
thread = Thread(target=make, daemon=True)
thread.start()
thread.join()
print([thread.daemon for thread in made])

# expect: [True, False]
