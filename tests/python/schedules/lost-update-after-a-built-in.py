import threading

n = 0


def add():
    global n
    n = int(n) + 1


threads = [threading.Thread(target=add) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert n == 2

# What is built in comes back between the read and the write: there CPython may change threads.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: breaks raised preemptions=1 conflict=lost-update
