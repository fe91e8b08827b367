import threading

ready = False


def consume():
    while not ready:
        pass


def produce():
    global ready
    ready = False


threads = [threading.Thread(target=consume), threading.Thread(target=produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: breaks livelock preemptions=0 always=true
