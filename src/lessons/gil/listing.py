#: if interpreter in ["all", "releasing-extension"]
from hashlib import sha256
#: end
from math import ceil
#: if interpreter in ["all", "processes"]
from multiprocessing import Pool
#: end
#: if interpreter != "processes"
from multiprocessing.pool import ThreadPool
#: end
from sys import setswitchinterval
from time import perf_counter, sleep
from timeit import timeit

threads = 2  #: threads
steps = 20_000  #: work
switch_interval_ms = 5  #: switch_interval_ms
io_fraction = 0  #: io_fraction

def compute():
    sum(range(1000))  #: @core @run(part) @run(chunk)

#: if interpreter in ["all", "releasing-extension"]
def compute_in_c():
    sha256(data)  # drops the lock for more than 2,047 bytes  #: @core @run(extension)

data = bytes(16_000)

#: end
step_s = timeit(compute, number=2000) / 2000
parts = ceil(steps / 500)

def work(step):
    for _ in range(parts):
        for _ in range(round(steps / parts * (1 - io_fraction))):
            step()  #: @core @hold(the interpreter lock) @wait(the interpreter lock)
        sleep(steps / parts * io_fraction * step_s)  # whoever waits drops the lock  #: @core @sleep

def measure(name, pool, step):
    begin = perf_counter()
    for _ in range(threads):
        work(step)  #: @run(part)
    alone = perf_counter() - begin
    begin = perf_counter()
    pool.map(work, [step] * threads, chunksize=1)  #: @core @wait(results)
    wall = perf_counter() - begin
    print(f'{name}: {wall * 1000:.0f} ms, speed-up {alone / wall:.2f}')

if __name__ == '__main__':
    setswitchinterval(switch_interval_ms / 1000)
    #: if interpreter in ["all", "gil", "free-threaded"]
    # Under the GIL the threads take turns. In python3.14t, which has none, they need not.
    with ThreadPool(threads) as pool:
        measure('threads', pool, compute)
    #: end
    #: if interpreter in ["all", "processes"]
    with Pool(threads) as pool:
        measure('processes', pool, compute)
    #: end
    #: if interpreter in ["all", "releasing-extension"]
    with ThreadPool(threads) as pool:
        measure('threads in an extension', pool, compute_in_c)
    #: end
