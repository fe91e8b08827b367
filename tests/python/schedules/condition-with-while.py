import threading

items = []
ready = threading.Condition()


def consume():
    with ready:
        while not items:
            ready.wait()
        items.pop()


def produce():
    for _ in range(2):
        with ready:
            items.append(1)
            ready.notify()


threads = [threading.Thread(target=target) for target in (consume, consume, produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search max_preemptions=1: holds
