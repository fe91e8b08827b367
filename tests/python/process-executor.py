"""ProcessPoolExecutor: futures of what processes do; one that dies breaks the pool, and nobody waits for ever."""

import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context


def square(number):
    return number * number


def die():
    os._exit(1)


def fails():
    raise KeyError("nothing")


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2, mp_context=get_context("spawn")) as executor:
        print(list(executor.map(square, range(5), chunksize=2)))
        print(sorted(future.result() for future in as_completed([executor.submit(square, n) for n in range(3)])))
        future = executor.submit(fails)
        print(repr(future.exception()))
        try:
            executor.submit(die).result()
        except BrokenProcessPool as error:
            print(error)
        try:
            executor.submit(square, 1)
        except BrokenProcessPool as error:
            print("broken")

# only: cpython native page
# expect: [0, 1, 4, 9, 16]
# expect: [0, 1, 4]
# expect: KeyError('nothing')
# expect: A process in the process pool was terminated abruptly while the future was running or pending.
# expect: broken
