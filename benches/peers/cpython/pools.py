"""CPython's Pool, kept started: one request in JSON a line, one answer a line, until the input ends."""

import json
import multiprocessing
import platform
import sys
from functools import partial
from multiprocessing import Pool
from time import perf_counter

import philox

WORKERS = 2


def task(i):
    """One task of no steps: what the kernel returns for a length of 0."""
    return (i + 1) & 0xFFFFFFFF


def howmany_within_range(row, minimum, maximum):
    return sum(minimum <= n <= maximum for n in row)


def map_tiny(pool, tasks):
    """pool.map in chunks of Python's own choice."""
    inputs = range(tasks)
    begin = perf_counter()
    results = pool.map(task, inputs)
    ms = (perf_counter() - begin) * 1e3
    return {"pool_ms": ms, "checksum": sum(results) & 0xFFFFFFFF}


def map_rows(pool, rows):
    """How many numbers of each row lie between 4 and 8: the rows of the lesson, of the same seed."""
    table = philox.table(seed=100, rows=rows, columns=5, low=0, high=10)
    function = partial(howmany_within_range, minimum=4, maximum=8)
    begin = perf_counter()
    counts = pool.map(function, table)
    ms = (perf_counter() - begin) * 1e3
    return {"parallel_ms": ms, "histogram": [counts.count(n) for n in range(6)], "first": counts[:10]}


def about(_pool):
    return {
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "start_method": multiprocessing.get_start_method(),
    }


FUNCTIONS = {"about": about, "map_tiny": map_tiny, "map_rows": map_rows}


def main():
    with Pool(WORKERS) as pool:
        for line in sys.stdin:
            request = json.loads(line)
            answer = FUNCTIONS[request.pop("function")](pool, **request)
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
