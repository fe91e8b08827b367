"""A thousand threads, each after the other."""

from threading import Thread

def add():
    global number
    number += 1

number = 0
for _ in range(1000):
    thread = Thread(target=add)
    thread.start()
    thread.join()
print(number)

# expect: 1000
