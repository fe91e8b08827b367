"""Pi by Numba on an NVIDIA GPU, with its own generator, xoroshiro128+, in single precision: one request in JSON a line,
one answer a line, until the input ends."""

import json
import platform
import sys
from functools import cache
from time import perf_counter

import numba
import numpy as np
from numba import cuda
from numba.cuda.random import create_xoroshiro128p_states, xoroshiro128p_uniform_float32

# What Numba's documentation of its CUDA random numbers starts for this very program: blocks, and threads in each.
DOCUMENTED = (24, 64)


@cuda.jit
def throw(states, each, inside):
    """Every thread throws `each` points with a generator of its own."""
    thread = cuda.grid(1)
    mine = 0
    for _ in range(each):
        x = xoroshiro128p_uniform_float32(states, thread)
        y = xoroshiro128p_uniform_float32(states, thread)
        if x * x + y * y <= 1.0:
            mine += 1
    inside[thread] = mine


@cache
def buffers(blocks, threads):
    """The generators' states and the counts, which stay on the GPU from one run to the next."""
    total = blocks * threads
    return create_xoroshiro128p_states(total, seed=1), cuda.device_array(total, np.int64)


def run(launch, each):
    """The points that are inside, and the seconds from the launch until the counts lie in the computer's memory."""
    states, inside = buffers(*launch)
    cuda.synchronize()
    begin = perf_counter()
    throw[launch](states, each, inside)
    counts = inside.copy_to_host()
    return int(counts.sum()), perf_counter() - begin


@cache
def tuned():
    """The quickest of some launches that fill the GPU, each after a run that does not count."""
    processors = cuda.get_current_device().MULTIPROCESSOR_COUNT
    launches = [(processors * blocks, threads) for threads in (64, 128, 256, 512) for blocks in (4, 8, 16, 32)]

    def seconds_a_point(launch):
        each = 20_000
        run(launch, 100)
        return run(launch, each)[1] / (each * launch[0] * launch[1])

    return min(launches, key=seconds_a_point)


def count(way, points):
    launch = {"documented": lambda: DOCUMENTED, "tuned": tuned}[way]()
    threads = launch[0] * launch[1]
    each = max(1, round(points / threads))
    run(launch, 1)
    inside, seconds = run(launch, each)
    return {"points": each * threads, "inside": inside, "seconds": seconds, "launch": launch}


def about():
    name = cuda.get_current_device().name
    return {
        "version": f"Numba {numba.__version__}, NumPy {np.__version__}, Python {platform.python_version()}",
        "gpu": name.decode() if isinstance(name, bytes) else str(name),
    }


FUNCTIONS = {"about": about, "count": count}


def main():
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(FUNCTIONS[request.pop("function")](**request)), flush=True)


if __name__ == "__main__":
    main()
