import threading
import time

ready = False


def consume():
    while not ready:
        time.sleep(0.01)


def produce():
    global ready
    ready = True


threads = [threading.Thread(target=consume), threading.Thread(target=produce)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: holds
