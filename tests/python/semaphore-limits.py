"""No more threads are inside than there are permits."""

from threading import Barrier, Lock, Semaphore, Thread

def work():
    global inside, most
    start.wait()
    for _ in range(20):
        with permits:
            with lock:
                inside += 1
                most = max(most, inside)
            with lock:
                inside -= 1

inside = most = 0
permits, lock, start = Semaphore(3), Lock(), Barrier(8)
threads = [Thread(target=work) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(inside, 1 <= most <= 3)

# expect: 0 True
