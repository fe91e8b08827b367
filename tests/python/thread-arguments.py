"""A thread is given a function, with arguments by place and by name."""

from threading import Thread

def add(a, b, *, scale=1):
    results.append((a + b) * scale)

results = []
for thread in [Thread(target=add, args=(1, 2)), Thread(target=add, args=(3, 4), kwargs={"scale": 10}), Thread()]:
    thread.start()
    thread.join()
print(results)

# expect: [3, 70]
