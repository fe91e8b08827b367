import threading

first_is_done = threading.Semaphore(0)
order = []


def first():
    order.append(1)
    first_is_done.release()


def second():
    first_is_done.acquire()
    order.append(2)


threads = [threading.Thread(target=second), threading.Thread(target=first)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert order == [1, 2]

# search: holds
