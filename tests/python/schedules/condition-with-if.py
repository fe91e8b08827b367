import threading

items = []
ready = threading.Condition()


def consume():
    with ready:
        if not items:
            ready.wait()
        items.pop()


def produce():
    with ready:
        items.append(1)
        ready.notify_all()


threads = [threading.Thread(target=target) for target in (consume, consume, produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# Both wait, both are woken, the second finds nothing: every change is one where a thread waits. (And where only one has come
# in time, the other waits for ever.)
# search max_preemptions=0: breaks raised preemptions=0
