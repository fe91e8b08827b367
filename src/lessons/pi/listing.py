#: if shader == null
import json
#: end
from itertools import count, islice
#: if backend == "serial"
from math import pi
#: else
from math import ceil, pi
from multiprocessing import Pool, cpu_count
#: end
from time import perf_counter

# A million points take plain Python a second or two.
points = 20_000_000  #: points
#: if backend in ["webgpu", "cuda"]
# The standard library reaches no GPU: processes count instead.
#: end
#: if backend != "serial"
workers = cpu_count()  #: workers
#: end
seed = 0  #: seed

def philox(block):
    """Four random numbers of 32 bits, from the seed and the block's number alone."""
    a, b, c, d = block % 2**32, (block >> 32) % 2**32, block >> 64, 0
    k, l = seed % 2**32, seed >> 32
    for _ in range(10):
        p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = q >> 32 ^ b ^ k, q % 2**32, p >> 32 ^ d ^ l, p % 2**32
        k, l = (k + 0x9E3779B9) % 2**32, (l + 0xBB67AE85) % 2**32
    return a, b, c, d

#: if generator == "philox"
def words(first):
    for block in count(first // 4):
        yield from philox(block)

def is_inside(word):
    x, y = word % 2**16, word >> 16
    return x * (x + 1) + y * (y + 1) < 2**32  #: @core @run(chunk)
#: else
def words(first):
    for stream in count(first // 2048):
        a, b, c, d = philox(2**64 + stream // 2)
        state = (c + (d << 32) if stream % 2 else a + (b << 32)) or 1
        for _ in range(1024):
            state ^= state << 13 & 2**64 - 1
            state ^= state >> 7
            state ^= state << 17 & 2**64 - 1
            yield state % 2**32
            yield state >> 32

def is_inside(word):
    x, y = (word % 2**16 ^ 2**15) - 2**15, (word >> 16 ^ 2**15) - 2**15  # signed
    return x * x + y * y < 2**30  #: @core @run(chunk)
#: end

def count_inside(first, last):
    return sum(map(is_inside, islice(words(first), last - first)))  #: @core @run(chunk)

#: if backend == "serial"
def count_all():
    return count_inside(0, points)  #: @core @run(chunk)
#: else
def count_all():
    part = ceil(points / workers / 2048) * 2048
    parts = [(first, min(first + part, points)) for first in range(0, points, part)]
    with Pool(workers) as pool:  # processes: threads would take turns under the GIL  #: @core @wait(a task)
        return sum(pool.starmap(count_inside, parts))  #: @core @wait(results)
#: end

if __name__ == '__main__':
    begin = perf_counter()
    inside = count_all()
    seconds = perf_counter() - begin
    print('inside:', inside)
    estimate = 4 * inside / points  #: @core
    error = abs(estimate - pi)
    print(f'estimate: {estimate}, error: {error:.2g}')
    print(f'points per second: {points / seconds:,.0f}')
    #: if shader == null
    print(json.dumps({'inside': inside, 'estimate': estimate, 'error': error}))
    #: end
