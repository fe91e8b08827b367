"""Pi, from random points: on one thread, and then on several.

A point in the unit square lies within the quarter of a circle with probability
pi / 4. So among many points, four times the share of those within is about pi.
Each part of the work has random numbers of its own, from a seed of its own:
whoever counts it, the answer is the same.

The lesson "pi" counts billions of points on the GPU. An argument says how many
points each part has here.
"""

import sys
from random import Random
from threading import Thread
from time import perf_counter

PARTS = 4
points = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000

inside = [0] * PARTS


def throw(part):
    random = Random(part).random
    hits = 0
    for _ in range(points):
        x, y = random(), random()
        if x * x + y * y <= 1:
            hits += 1
    inside[part] = hits  # no other thread writes to this place


def estimate():
    return 4 * sum(inside) / (PARTS * points)


begin = perf_counter()
for part in range(PARTS):
    throw(part)
alone = perf_counter() - begin
print("one thread: pi is about", estimate())

inside = [0] * PARTS
threads = [Thread(target=throw, args=(part,)) for part in range(PARTS)]
begin = perf_counter()
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
together = perf_counter() - begin
print(f"{PARTS} threads: pi is about", estimate())

print(f"one thread took {alone:.2f} s, {PARTS} threads took {together:.2f} s")

# arguments: 5000
# expect: one thread: pi is about 3.154
# expect: 4 threads: pi is about 3.154
# expect-re: one thread took \d+\.\d\d s, 4 threads took \d+\.\d\d s
