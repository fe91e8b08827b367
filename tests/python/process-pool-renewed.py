"""With maxtasksperchild a pool's process ends after so many tasks, and another comes in its place."""

import os
from multiprocessing import Pool


def number_of(_):
    return os.getpid()


if __name__ == "__main__":
    with Pool(1, maxtasksperchild=2) as pool:
        numbers = [pool.apply(number_of, (task,)) for task in range(6)]
        pool.close()
        pool.join()
    print(len(set(numbers)), [numbers.count(number) for number in dict.fromkeys(numbers)])

# only: cpython native page
# expect: 3 [2, 2, 2]
