import threading

ready = False
lock = threading.Lock()


def consume():
    while True:
        with lock:
            if ready:
                break


def produce():
    global ready
    with lock:
        ready = True


threads = [threading.Thread(target=consume), threading.Thread(target=produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: holds
