"""What two lists have in common, row by row, by a pool that is asked for one row at a time."""

from multiprocessing import Pool

list_a = [[1, 2, 3], [5, 6, 7, 8], [10, 11, 12], [20, 21]]
list_b = [[2, 3, 4, 5], [6, 9, 10], [11, 12, 13, 14], [21, 24, 25]]


def commons(a, b):
    return sorted(set(a) & set(b))


if __name__ == "__main__":
    with Pool() as pool:
        print([pool.apply(commons, pair) for pair in zip(list_a, list_b)])

# only: cpython native page
# expect: [[2, 3], [6], [11, 12], [21]]
