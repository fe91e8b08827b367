"""A Random of its own gives each thread the same numbers, whatever the others do."""

from random import Random
from threading import Thread

def throw(seed):
    random = Random(seed)
    results[seed] = sum(random.randint(1, 6) for _ in range(500))

results = {}
threads = [Thread(target=throw, args=(seed,)) for seed in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results.items()))

# expect: [(0, 1726), (1, 1694), (2, 1777), (3, 1750)]
