import threading

ready = False
data = None


def produce():
    global data, ready
    ready = True
    data = 42


def consume():
    while not ready:
        pass
    assert data == 42


threads = [threading.Thread(target=consume), threading.Thread(target=produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: breaks raised preemptions=1
