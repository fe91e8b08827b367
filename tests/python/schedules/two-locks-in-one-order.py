import threading

a, b = threading.Lock(), threading.Lock()


def work():
    with a, b:
        pass


threads = [threading.Thread(target=work) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# search: holds
