"""A pool's processes share out tasks: all together, one by one, as they come."""

from multiprocessing import Pool, cpu_count


def square(number):
    return number * number


def power(base, exponent=2):
    return base**exponent


if __name__ == "__main__":
    with Pool(3) as pool:
        print(pool.map(square, range(10)))
        print(pool.map(square, range(10), chunksize=4), pool.map(square, []))
        print(pool.starmap(power, [(2, 3), (3, 2), (4,)]), pool.apply(power, (2,), {"exponent": 5}))
        print(list(pool.imap(square, range(6), chunksize=2)))
        print(sorted(pool.imap_unordered(square, range(6))))
        results = pool.imap(square, range(2))
        print(results.next(), results.next(timeout=10), next(results, "no more"))
    try:
        pool.map(square, [1])
    except ValueError as error:
        print(error)
    try:
        Pool(0)
    except ValueError as error:
        print(error)
    with Pool() as pool:
        print(pool._processes == cpu_count())

# only: cpython native page
# expect: [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
# expect: [0, 1, 4, 9, 16, 25, 36, 49, 64, 81] []
# expect: [8, 9, 16] 32
# expect: [0, 1, 4, 9, 16, 25]
# expect: [0, 1, 4, 9, 16, 25]
# expect: 0 1 no more
# expect: Pool not running
# expect: Number of processes must be at least 1
# expect: True
