import threading

instance = None
made = 0
lock = threading.Lock()


def get():
    global instance, made
    if instance is None:
        with lock:
            if instance is None:
                made += 1
                instance = "it"
    return instance


threads = [threading.Thread(target=get) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert made == 1

# It is looked at again once the lock is held.
# search: holds
