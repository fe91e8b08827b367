"""Counts points inside the circle, independently of the Rust code, and writes a table of them.

    python tests/reference/pi_counts.py > tests/reference/pi_counts.json

Needs NumPy. It follows the specification in `src/pi/mod.rs`, `philox.rs` and `xorshift.rs` with
whole-array arithmetic in 64 bits, sharing no code or trick with any of the back ends, which must
all agree with the table. Takes a few seconds.
"""

import json
import sys

import numpy as np

MASK = np.uint64(0xFFFF_FFFF)


def philox(seed, block, third):
    """The words (w0, w1, w2, w3) of Philox4x32-10 for each of an array of block numbers."""
    low, high = np.uint64(seed & 0xFFFF_FFFF), np.uint64(seed >> 32)
    c = [block & MASK, block >> np.uint64(32), np.full_like(block, third), np.zeros_like(block)]
    for _ in range(10):
        p0 = np.uint64(0xD2511F53) * c[0]
        p1 = np.uint64(0xCD9E8D57) * c[2]
        c = [
            (p1 >> np.uint64(32)) ^ c[1] ^ low,
            p1 & MASK,
            (p0 >> np.uint64(32)) ^ c[3] ^ high,
            p0 & MASK,
        ]
        low = (low + np.uint64(0x9E3779B9)) & MASK
        high = (high + np.uint64(0xBB67AE85)) & MASK
    return c


def philox_words(seed, first, last):
    """The words first … last − 1, and how many of them there are inside."""
    blocks = np.arange(first // 4, -(-last // 4), dtype=np.uint64)
    words = np.stack(philox(seed, blocks, 0), axis=1).ravel()
    words = words[first % 4 :][: last - first]
    # As the specification is meant: the centres of cells, twice as large to stay whole.
    x = 2 * (words & np.uint64(0xFFFF)).astype(np.int64) + 1
    y = 2 * (words >> np.uint64(16)).astype(np.int64) + 1
    inside = x * x + y * y < 2**34
    return words, int(inside.sum())


STREAM = 2048


def xorshift_words(seed, first, last):
    streams = np.arange(first // STREAM, -(-last // STREAM), dtype=np.uint64)
    w = philox(seed, streams >> np.uint64(1), 1)
    even = streams & np.uint64(1) == 0
    state = np.where(even, w[0] | w[1] << np.uint64(32), w[2] | w[3] << np.uint64(32))
    state[state == 0] = 1
    words = np.empty((len(streams), STREAM), dtype=np.uint64)
    for k in range(STREAM // 2):
        state ^= state << np.uint64(13)
        state ^= state >> np.uint64(7)
        state ^= state << np.uint64(17)
        words[:, 2 * k] = state & MASK
        words[:, 2 * k + 1] = state >> np.uint64(32)
    words = words.ravel()[first % STREAM :][: last - first]
    x = (words & np.uint64(0xFFFF)).astype(np.uint16).view(np.int16).astype(np.int64)
    y = (words >> np.uint64(16)).astype(np.uint16).view(np.int16).astype(np.int64)
    inside = x * x + y * y < 2**30
    return words, int(inside.sum())


GENERATORS = {"philox": philox_words, "xorshift": xorshift_words}

# (seed, first point, points). Those of the contract, then twenty more: one point, few, not
# divisible by 4 or by 2048, seeds above 2³², and ranges that begin above 2³² and beyond 10¹³.
RANGES = [
    (0, 0, 1_000),
    (0, 0, 1_000_000),
    (0, 0, 20_000_000),
    (0, 0, 1),
    (1, 0, 1),
    (2, 0, 3),
    (3, 0, 5),
    (4, 0, 999),
    (5, 0, 2_047),
    (6, 0, 2_049),
    (7, 0, 65_537),
    (8, 0, 1_234_567),
    (9, 0, 10_000_019),
    (2**32, 0, 100_003),
    (2**32 + 1, 0, 1_000_000),
    (2**53 - 1, 0, 777_777),
    (0x9E3779B97F4A7C15 % 2**53, 0, 4_096),
    (100, 1, 1_000_002),
    (100, 4_095, 3),
    (0, 2**32 - 5, 11),
    (12, 2**32 + 1, 1_000_001),
    (13, 2**34 - 1_000, 2_001),
    (2**40, 2**36 + 2_047, 123_457),
    (14, 10**13 - 100_001, 100_001),
]


def count(generator, seed, first, points, slice_=1 << 20):
    edges = list(range(first, first + points, slice_)) + [first + points]
    return sum(GENERATORS[generator](seed, a, b)[1] for a, b in zip(edges, edges[1:]))


def main():
    rows = [
        {
            "generator": generator,
            "seed": seed,
            "first": first,
            "points": points,
            "inside": count(generator, seed, first, points),
        }
        for generator in GENERATORS
        for seed, first, points in RANGES
    ]
    start = philox(0, np.zeros(1, dtype=np.uint64), 1)
    print(f"start(0, 0) = {int(start[0][0]) | int(start[1][0]) << 32:#018x}", file=sys.stderr)
    for seed, first in [(0, 0), (2**32 + 7, 2046)]:
        words = xorshift_words(seed, first, first + 4)[0]
        print(f"xorshift {seed} {first}: {[f'{w:#010x}' for w in words]}", file=sys.stderr)
    lines = ",\n".join("  " + json.dumps(row) for row in rows)
    print(f"[\n{lines}\n]")


if __name__ == "__main__":
    main()
