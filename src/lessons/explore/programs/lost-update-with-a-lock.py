import threading

count = 0
lock = threading.Lock()


def add():
    global count
    with lock:
        count += 1


ann = threading.Thread(target=add, name="Ann")
bob = threading.Thread(target=add, name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()
assert count == 2, f"count is {count}"

# search: holds
