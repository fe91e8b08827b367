"""as_completed() gives futures as they are done."""

from concurrent.futures import ThreadPoolExecutor, as_completed
from threading import Event

events = [Event() for _ in range(3)]

def work(number):
    events[number].wait()
    return number

with ThreadPoolExecutor(3) as pool:
    futures = [pool.submit(work, number) for number in range(3)]
    order = [2, 0, 1]
    events[order[0]].set()
    seen = []
    for future in as_completed(futures):
        seen.append(future.result())
        if len(seen) < 3:
            events[order[len(seen)]].set()
print(seen)

# expect: [2, 0, 1]
