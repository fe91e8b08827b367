import threading

ready = threading.Condition()


def wait():
    with ready:
        ready.wait()


def wake():
    with ready:
        ready.notify()


threads = [threading.Thread(target=wait), threading.Thread(target=wake)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# Who wakes comes first: nobody waits yet, and nobody remembers.
# search: breaks deadlock preemptions=0 conflict=lost-wake-up
