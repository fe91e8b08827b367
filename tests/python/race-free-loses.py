"""Without the GIL "n += 1" loses additions, where there is more than one processor.

It goes on until that was seen, or was not for very long."""

from threading import Barrier, Thread

def work():
    global n
    start.wait()
    for _ in range(5_000):
        n += 1

for attempt in range(500):
    n, start = 0, Barrier(4)
    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if n < 20_000:
        print("an addition was lost")
        break

# interpreter: free-threaded
# expect: an addition was lost
