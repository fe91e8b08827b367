import threading

balance = 100
lock = threading.Lock()


def withdraw(amount):
    global balance
    with lock:
        if balance >= amount:
            balance -= amount


ann = threading.Thread(target=withdraw, args=(80,), name="Ann")
bob = threading.Thread(target=withdraw, args=(80,), name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()
assert balance >= 0, f"balance is {balance}"

# search: holds
