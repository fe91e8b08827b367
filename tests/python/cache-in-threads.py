"""A cache that four threads ask gives each the same answers."""

from functools import lru_cache
from threading import Thread

@lru_cache
def square(x):
    return x * x

def work():
    results.append([square(x) for x in range(50)])

results = []
threads = [Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(results), all(one == results[0] for one in results), square.cache_info().currsize)

# expect: 4 True 50
