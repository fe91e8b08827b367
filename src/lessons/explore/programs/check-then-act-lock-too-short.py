import threading

balance = 100
lock = threading.Lock()


def withdraw(amount):
    global balance
    with lock:
        enough = balance >= amount
    if enough:
        with lock:
            balance -= amount


ann = threading.Thread(target=withdraw, args=(80,), name="Ann")
bob = threading.Thread(target=withdraw, args=(80,), name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()
assert balance >= 0, f"balance is {balance}"

# Each access has the lock, but between the check and the act nobody has it.
# search: breaks raised preemptions=1
# search switches=gil: breaks raised preemptions=1
