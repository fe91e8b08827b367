import threading

class Account:
    total = 0


account = Account()


def add():
    setattr(account, "total", getattr(account, "total") + 1)


account.total = 0
threads = [threading.Thread(target=add) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert account.total == 2

# search: breaks raised preemptions=1
