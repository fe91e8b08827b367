import json
#: if method in ["map", "map_async", "imap", "imap_unordered"]
from functools import partial
#: end
from itertools import count
from multiprocessing import cpu_count
#: if kind == "threads"
from multiprocessing.pool import ThreadPool as Pool
#: else
from multiprocessing import Pool
#: end
from time import perf_counter

rows = 200_000  #: rows
columns = 5  #: columns
low = 0  #: low
high = 10  #: high
minimum = 4  #: minimum
maximum = 8  #: maximum
repeats = 1  #: repeats
workers = cpu_count()  #: workers
#: if method in ["map", "map_async", "starmap", "starmap_async", "imap", "imap_unordered"]
# 0: the method chooses.
chunksize = 0  #: chunksize
#: end
seed = 100  #: seed

def howmany_within_range(row, minimum, maximum):
    return sum(minimum <= n <= maximum for n in row)  #: @core @run(chunk) @run(task) @run(serial)

#: if method in ["map", "map_async", "imap", "imap_unordered"]
within_range = partial(howmany_within_range, minimum=minimum, maximum=maximum)

#: end
#: if method == "map"
def traverse(pool, data):
    return pool.map(within_range, data, chunksize or None)  #: @core @wait(results)
#: elif method == "apply"
def traverse(pool, data):
    return [pool.apply(howmany_within_range, (row, minimum, maximum)) for row in data]  #: @core @wait(results)
#: elif method == "apply_async"
def traverse(pool, data):
    results = [pool.apply_async(howmany_within_range, (row, minimum, maximum)) for row in data]  #: @core
    return [result.get() for result in results]  #: @core @wait(results)
#: elif method == "map_async"
def traverse(pool, data):
    result = pool.map_async(within_range, data, chunksize or None)  #: @core
    return result.get()  #: @core @wait(results)
#: elif method == "imap"
def traverse(pool, data):
    return list(pool.imap(within_range, data, chunksize or 1))  #: @core @wait(results)
#: elif method == "imap_unordered"
def traverse(pool, data):
    return list(pool.imap_unordered(within_range, data, chunksize or 1))  # as they come  #: @core @wait(results)
#: elif method == "starmap_async"
def traverse(pool, data):
    tasks = [(row, minimum, maximum) for row in data]
    result = pool.starmap_async(howmany_within_range, tasks, chunksize or None)  #: @core
    return result.get()  #: @core @wait(results)
#: else
def traverse(pool, data):
    tasks = [(row, minimum, maximum) for row in data]
    return pool.starmap(howmany_within_range, tasks, chunksize or None)  #: @core @wait(results)
#: end

def words(seed):
    """Random numbers of 32 bits, the same for the same seed: Philox4x32-10."""
    for block in count():
        a, b, c, d, k, l = block, 0, 0, 0, seed % 2**32, seed >> 32
        for _ in range(10):
            p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
            a, b, c, d = q >> 32 ^ b ^ k, q % 2**32, p >> 32 ^ d ^ l, p % 2**32
            k, l = (k + 0x9E3779B9) % 2**32, (l + 0xBB67AE85) % 2**32
        yield from (a, b, c, d)

if __name__ == '__main__':
    random = words(seed)
    data = [[low + next(random) * (high - low) // 2**32 for _ in range(columns)]
            for _ in range(rows)]

    begin = perf_counter()
    for _ in range(repeats):
        counts = [howmany_within_range(row, minimum, maximum) for row in data]  #: @core @run(serial)
    serial = perf_counter() - begin
    with Pool(workers) as pool:  #: @wait(a task)
        begin = perf_counter()
        for _ in range(repeats):
            counts = traverse(pool, data)  #: @core @wait(results)
        parallel = perf_counter() - begin

    print(f'one worker {serial:.3f} s, the pool {parallel:.3f} s, speed-up {serial / parallel:.2f}')
    histogram = [counts.count(n) for n in range(columns + 1)]
    print('first:', counts[:10])
    print('histogram:', histogram)
    #: if method == "imap_unordered"
    print(json.dumps({'histogram': histogram}))
    #: else
    print(json.dumps({'first': counts[:10], 'histogram': histogram}))
    #: end
