import threading

a, b = threading.Lock(), threading.Lock()


def forwards():
    with a, b:
        pass


def backwards():
    with b, a:
        pass


threads = [threading.Thread(target=forwards), threading.Thread(target=backwards)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# One has taken its first, then the other its first; each waits for the second.
# search: breaks deadlock preemptions=1 conflict=lock-order
