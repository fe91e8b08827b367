import threading

balance = 100


def withdraw(amount):
    global balance
    if balance >= amount:
        balance -= amount


ann = threading.Thread(target=withdraw, args=(80,), name="Ann")
bob = threading.Thread(target=withdraw, args=(80,), name="Bob")
ann.start()
bob.start()
ann.join()
bob.join()
assert balance >= 0, f"balance is {balance}"

# Both find that there is enough, and both take it.
# search: breaks raised preemptions=1 conflict=check-then-act
# search switches=gil: holds
