"""How many numbers of each row of a table lie between two others: by a loop, and by a pool of processes.

An argument divides the number of rows.
"""

import sys
from multiprocessing import Pool, cpu_count
from random import Random

MINIMUM, MAXIMUM = 4, 8


def howmany_within_range(row, minimum=MINIMUM, maximum=MAXIMUM):
    return sum(minimum <= number <= maximum for number in row)


if __name__ == "__main__":
    rows = 200_000 // int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    random = Random(100)
    data = [[random.randrange(10) for _ in range(5)] for _ in range(rows)]

    results = [howmany_within_range(row) for row in data]
    print(results[:10])

    with Pool(cpu_count()) as pool:
        # One row at a time: each waits for the one before. A small table is enough to see that.
        print([pool.apply(howmany_within_range, (row, MINIMUM, MAXIMUM)) for row in data[:10]])
        print(pool.map(howmany_within_range, data)[:10])
        print(pool.starmap(howmany_within_range, [(row, MINIMUM, MAXIMUM) for row in data])[:10])

# only: cpython native page
# arguments: 100
# expect: [3, 4, 2, 2, 2, 4, 2, 1, 0, 3]
# expect: [3, 4, 2, 2, 2, 4, 2, 1, 0, 3]
# expect: [3, 4, 2, 2, 2, 4, 2, 1, 0, 3]
# expect: [3, 4, 2, 2, 2, 4, 2, 1, 0, 3]
