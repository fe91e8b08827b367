import threading

n = 0


def plus(value):
    return value + 1


def add():
    global n
    n = plus(n)


threads = [threading.Thread(target=add) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert n == 2

# A function begins between the read and the write: there CPython may change threads.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: breaks raised preemptions=1 conflict=lost-update
