"""next() of a counter is one call, and gives each number once."""

from itertools import count
from threading import Thread

def work(got):
    for _ in range(1000):
        got.append(next(counter))

counter = count()
lists = [[] for _ in range(4)]
threads = [Thread(target=work, args=(got,)) for got in lists]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(number for got in lists for number in got) == list(range(4000)))

# expect: True
