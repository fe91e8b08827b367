import threading

ready = threading.Event()
woken = []


def wait():
    woken.append(ready.wait(1))


def wake():
    ready.set()


threads = [threading.Thread(target=wait), threading.Thread(target=wake)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert woken == [True]

# A time-out may come before, but it counts as a preemption.
# search: breaks raised preemptions=1
