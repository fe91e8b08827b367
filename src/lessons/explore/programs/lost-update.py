import threading

count = 0


def add():
    global count
    count += 1


ann = threading.Thread(target=add, name="Ann")
bob = threading.Thread(target=add, name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()
assert count == 2, f"count is {count}"

# Both read the same count, and one of the two additions is lost.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: holds
