import threading

balance = 100


def withdraw(amount):
    global balance
    if balance >= amount:
        balance -= amount


threads = [threading.Thread(target=withdraw, args=(80,)) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert balance >= 0

# Both find that there is enough, and both take it.
# search: breaks raised preemptions=1 conflict=check-then-act
