"""A consumer waits until a producer tells it that there is something."""

from threading import Condition, Thread

def consume():
    with condition:
        while len(taken) < 5:
            while not items:
                condition.wait()
            taken.append(items.pop(0))
            condition.notify()

def produce():
    for number in range(5):
        with condition:
            while items:
                condition.wait()
            items.append(number)
            condition.notify()

items, taken = [], []
condition = Condition()
threads = [Thread(target=consume), Thread(target=produce)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(taken)

# expect: [0, 1, 2, 3, 4]
