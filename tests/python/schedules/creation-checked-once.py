import threading

instance = None
made = 0
lock = threading.Lock()


def get():
    global instance, made
    if instance is None:
        with lock:
            made += 1
            instance = "it"
    return instance


threads = [threading.Thread(target=get) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert made == 1

# The second looks before the first has written, and is not stopped by the lock: it waits for it, and makes another.
# search: breaks raised preemptions=1
