"""Is a program twice as fast with two processes?

The same counting, first by one process and then shared by two: each has an interpreter of its own, with its own GIL.
"""

from multiprocessing import Barrier, Process
from time import perf_counter

STEPS = 500_000


def count(steps, barrier):
    # Not counted: the start of the process, and what runs for the first time.
    barrier.wait()
    for _ in range(steps):
        pass
    barrier.wait()


def seconds(processes):
    """How long STEPS take when that many processes share them."""
    barrier = Barrier(processes + 1)
    crew = [Process(target=count, args=(STEPS // processes, barrier)) for _ in range(processes)]
    for process in crew:
        process.start()
    barrier.wait()
    begin = perf_counter()
    barrier.wait()
    end = perf_counter()
    for process in crew:
        process.join()
    return end - begin


if __name__ == "__main__":
    one = seconds(1)
    print(f"one process: {one:.2f} s")
    two = seconds(2)
    print(f"two processes: {two:.2f} s")
    print(f"speed-up {one / two:.2f}")

# only: cpython native page
# expect-re: one process: \d+\.\d\d s
# expect-re: two processes: \d+\.\d\d s
# expect-re: speed-up \d+\.\d\d
