"""Five processes square three numbers."""

from multiprocessing import Pool


def square(number):
    return number * number


if __name__ == "__main__":
    pool = Pool(5)
    print(pool.map(square, [1, 2, 3]))
    pool.close()

# only: cpython native page
# expect: [1, 4, 9]
