import threading

class Account:
    def __init__(self):
        self.balance = 0

    def deposit(self, amount):
        steps = []
        steps.append(amount)
        self.balance += amount


account = Account()
threads = [threading.Thread(target=account.deposit, args=(5,)) for _ in range(2)]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert account.balance == 10

# The list is each thread's own: no step. The method is the class's: no step.
# search: breaks raised preemptions=1 conflict=lost-update
# search switches=gil: holds
