"""A pool runs three programs at the same time, each as a process of its own."""

import os
from multiprocessing import Pool

programs = ("first.py", "second.py", "third.py")


def run_program(program):
    return os.system(f"python3 {program}")


if __name__ == "__main__":
    with Pool(processes=3) as pool:
        print(pool.map(run_program, programs))

# only: cpython native page
# expect-unordered: first: 1 + 1 = 2
# expect-unordered: second: 2 * 2 = 4
# expect-unordered: third: 3 ** 3 = 27
# expect-unordered: [0, 0, 0]
