import threading

a = b = 100
lock_a = threading.Lock()
lock_b = threading.Lock()


def from_a_to_b():
    global a, b
    with lock_a:
        with lock_b:
            a -= 10
            b += 10


def from_b_to_a():
    global a, b
    with lock_b:
        with lock_a:
            b -= 10
            a += 10


ann = threading.Thread(target=from_a_to_b, name="Ann")
bob = threading.Thread(target=from_b_to_a, name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()
assert a == b == 100

# Each has one lock and waits for the other's.
# search: breaks deadlock preemptions=1 conflict=lock-order
# search switches=gil: breaks deadlock preemptions=1 conflict=lock-order
