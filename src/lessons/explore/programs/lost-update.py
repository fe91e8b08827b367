import threading

count = 0


def add():
    global count
    count += 1


threads = [threading.Thread(target=add) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert count == 2, f"count is {count}"

# Both read the same count, and one of the two additions is lost.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: holds
