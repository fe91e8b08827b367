"""Forty threads that are all alive at the same time."""

from threading import Barrier, Thread, active_count

def meet():
    barrier.wait()
    alive.append(active_count())
    barrier.wait()

alive = []
barrier = Barrier(40)
threads = [Thread(target=meet) for _ in range(40)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(alive), set(alive))

# expect: 40 {41}
