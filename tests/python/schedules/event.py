import threading

ready = threading.Event()
answer = None


def wait():
    ready.wait()
    assert answer == 42


def wake():
    global answer
    answer = 42
    ready.set()


threads = [threading.Thread(target=wait), threading.Thread(target=wake)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# An event remembers.
# search: holds
