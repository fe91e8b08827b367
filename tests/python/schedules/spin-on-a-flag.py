import threading

ready = False
data = None


def produce():
    global data, ready
    data = 42
    ready = True


def consume():
    while not ready:
        pass
    assert data == 42


threads = [threading.Thread(target=consume), threading.Thread(target=produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: holds
