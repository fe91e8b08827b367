import threading

count = 0
lock = threading.Lock()


def add():
    global count
    with lock:
        count += 1


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert count == 2, f"count is {count}"

# search: holds
