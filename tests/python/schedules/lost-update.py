import threading

count = 0


def add():
    global count
    count += 1


threads = [threading.Thread(target=add) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert count == 2

# One comes between the read of the other and its write. With the GIL nothing can: `count += 1` passes no place at which
# CPython changes threads.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: holds
