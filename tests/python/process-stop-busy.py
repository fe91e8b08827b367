"""A stop ends processes that never would, and a pool that waits for one."""

from multiprocessing import Pool


def never_ends(number):
    print("begins", flush=True)
    while True:
        number += 1


if __name__ == "__main__":
    with Pool(2) as pool:
        pool.map(never_ends, [1, 2])

# only: native page
# expect: begins
# expect: begins
# expect-stop: after 2 lines
