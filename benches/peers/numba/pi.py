"""Pi by Numba on the processor, as a lecture on parallel Python does it: one request in JSON a line, one answer a line,
until the input ends."""

import json
import platform
import sys
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import llvmlite
import numba
import numpy as np
from numba import njit, prange

# Points in one call of the vectorised program, as its reader runs it; two arrays of 160 MB hold them.
CALL = 20_000_000


@njit(nogil=True)
def with_arrays(points):
    """Whole arrays of numbers, as one writes NumPy."""
    x = np.random.random(points)
    y = np.random.random(points)
    return np.sum(x * x + y * y < 1.0)


@njit(parallel=True)
def with_loop(points):
    """Number by number, each thread a part of them."""
    inside = 0
    for _ in prange(points):
        x = np.random.random()
        y = np.random.random()
        if x * x + y * y < 1.0:
            inside += 1
    return inside


def vectorised(points, threads):
    """The array program on so many threads, each of which has its share of every call's points."""
    calls = -(-points // CALL)  # rounded up
    share = CALL // threads
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(with_arrays, [1000] * threads):
            pass  # compiled, and the threads are there
        begin = perf_counter()
        inside = sum(sum(pool.map(with_arrays, [share] * threads)) for _ in range(calls))
        seconds = perf_counter() - begin
    return calls * share * threads, int(inside), seconds


def loop(points, threads):
    numba.set_num_threads(threads)
    with_loop(1000)
    begin = perf_counter()
    inside = with_loop(points)
    return points, int(inside), perf_counter() - begin


WAYS = {"vectorised": vectorised, "loop": loop}


def count(way, points, threads):
    points, inside, seconds = WAYS[way](points, threads)
    return {"points": points, "inside": inside, "seconds": seconds}


def about():
    return {
        "version": f"Numba {numba.__version__}, llvmlite {llvmlite.__version__}, NumPy {np.__version__}, "
        f"{platform.python_implementation()} {platform.python_version()}"
    }


FUNCTIONS = {"about": about, "count": count}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(FUNCTIONS[request.pop("function")](**request)), flush=True)


if __name__ == "__main__":
    main()
