"""CPython's threads under its interpreter lock: one request in JSON a line, one answer a line, until the input ends."""

import hashlib
import json
import multiprocessing
import platform
import sys
from multiprocessing import Pool
from threading import Thread
from time import perf_counter, sleep

# How long a part is that computes and then waits, in milliseconds: about as long as the lesson's.
PART_MS = 1
BUFFER = bytes(1 << 20)


def compute(turns):
    """Pure Python: a thread needs the lock for each instruction."""
    x = 1
    for _ in range(turns):
        x = (x * 69069 + 1) & 0xFFFFFFFF
    return x


def parts(turns, io_fraction, ms):
    """So many turns, which take so many milliseconds, in parts; of each a part is replaced by sleeping as long."""
    count = max(1, round(ms / PART_MS))
    for _ in range(count):
        compute(round(turns / count * (1 - io_fraction)))
        if io_fraction > 0:
            sleep(ms / count * io_fraction / 1e3)


def hash_buffers(count):
    """hashlib lets go of the lock while it goes through a large buffer."""
    for _ in range(count):
        hashlib.sha256(BUFFER).digest()


def timed(function, *args):
    begin = perf_counter()
    function(*args)
    return (perf_counter() - begin) * 1e3


def in_threads(threads, function, *args):
    running = [Thread(target=function, args=args) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def one_after_the_other(times, function, *args):
    for _ in range(times):
        function(*args)


def curve(threads, ms, io_fraction):
    """The speed-up of so many threads, each with so many milliseconds of work, against one that does all of it."""
    probe = 100_000
    turns = round(probe * ms / min(timed(compute, probe) for _ in range(5)))
    serial = timed(one_after_the_other, threads, parts, turns, io_fraction, ms)
    return serial / timed(in_threads, threads, parts, turns, io_fraction, ms)


def releasing(threads, ms):
    """The same of an extension that lets go of the lock."""
    buffers = max(1, round(8 * ms / min(timed(hash_buffers, 8) for _ in range(3))))
    serial = timed(one_after_the_other, threads, hash_buffers, buffers)
    return serial / timed(in_threads, threads, hash_buffers, buffers)


def processes(threads, ms):
    """The same of a Pool, which is started before the clock is."""
    probe = 100_000
    turns = round(probe * ms / min(timed(compute, probe) for _ in range(5)))
    serial = timed(one_after_the_other, threads, compute, turns)
    with Pool(threads) as pool:
        # Up, all of them.
        pool.map(compute, [1] * threads, 1)
        return serial / timed(pool.map, compute, [turns] * threads, 1)


def measure(threads, ms, way, io_fraction):
    if way == "threads":
        return {"speedup": curve(threads, ms, io_fraction)}
    return {"speedup": {"releasing": releasing, "processes": processes}[way](threads, ms)}


def about():
    return {
        "version": platform.python_version(),
        "implementation": platform.python_implementation(),
        "start_method": multiprocessing.get_start_method(),
    }


FUNCTIONS = {"about": about, "measure": measure}


def main():
    # The lesson's, and CPython's own.
    sys.setswitchinterval(0.005)
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(FUNCTIONS[request.pop("function")](**request)), flush=True)


if __name__ == "__main__":
    main()
