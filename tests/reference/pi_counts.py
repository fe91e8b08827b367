"""Counts points inside the circle, independently of the Rust code, and writes a table of them.

    python tests/reference/pi_counts.py > tests/reference/pi_counts.json
    python tests/reference/pi_counts.py --slow > tests/reference/pi_counts_slow.json
    python tests/reference/pi_counts.py --doubles > tests/reference/pi_cost.json

Needs NumPy. It follows the specification in `src/pi/mod.rs`, `philox.rs`, `xorshift.rs` and `doubles.rs`
with whole-array arithmetic in 64 bits, sharing no code or trick with any of the back ends, which must
all agree with the tables. Takes a few seconds; with `--slow` some ten minutes on an idle machine.
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


DOUBLES_STREAM = 4096


def doubles_numbers(seed, first, last):
    """The numbers x, y of the points first … last − 1, and how many of these there are inside."""
    streams = np.arange(first // DOUBLES_STREAM, -(-last // DOUBLES_STREAM), dtype=np.uint64)
    w = philox(seed, streams, 2)
    s0, s1 = w[0] | w[1] << np.uint64(32), w[2] | w[3] << np.uint64(32)
    s0[(s0 == 0) & (s1 == 0)] = 1
    numbers = np.empty((len(streams), 2 * DOUBLES_STREAM))
    for k in range(2 * DOUBLES_STREAM):
        numbers[:, k] = ((s0 + s1) >> np.uint64(11)).astype(np.float64) / 2.0**53
        mixed = s0 ^ (s0 << np.uint64(23))
        s0, s1 = s1, mixed ^ s1 ^ (mixed >> np.uint64(18)) ^ (s1 >> np.uint64(5))
    begin = 2 * (first % DOUBLES_STREAM)
    x, y = numbers.ravel()[begin : begin + 2 * (last - first)].reshape(-1, 2).T
    return (x, y), int((x * x + y * y < 1.0).sum())


GENERATORS = {"philox": philox_words, "xorshift": xorshift_words}

# (seed, first point, points). Those of the contract, then twenty-one more whole runs: one point, few, not
# divisible by 4 or by 2048, seeds above 2³²; then ranges of a run that begin above 2³² and end at 10¹³.
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
    (10, 0, 2),
    (11, 0, 131_071),
    (15, 0, 4_000_000),
    (2**33 + 3, 0, 1),
    (2**48 + 5, 0, 6_145),
    (2**52 + 12_345, 0, 2_000_001),
    (2**53 - 2, 0, 5_000_007),
    (100, 1, 1_000_002),
    (100, 4_095, 3),
    (0, 2**32 - 5, 11),
    (12, 2**32 + 1, 1_000_001),
    (13, 2**34 - 1_000, 2_001),
    (2**40, 2**36 + 2_047, 123_457),
    (14, 10**13 - 100_001, 100_001),
]

# Whole runs of more than 2³² points.
SLOW_RANGES = [(3, 0, 2**32 + 5)]


# (seed, first point, points) of the benchmarks' kernel, whose runs all begin with the first point.
DOUBLES_RANGES = [
    (0, 0, 1),
    (1, 0, 4_095),
    (2, 0, 4_096),
    (3, 0, 4_097),
    (2**32, 0, 100_003),
    (0, 0, 3_000_017),
    (7 * 2**32 + 5, 0, 3_000_017),
    (2**53 - 1, 0, 1_000_001),
]


# About what a processor's cache holds, and for xorshift many streams side by side.
SLICE = {"philox": 1 << 16, "xorshift": 1 << 20, "doubles": 1 << 20}


def count(generator, seed, first, points):
    slice_ = SLICE[generator]
    edges = list(range(first, first + points, slice_)) + [first + points]
    count_slice = doubles_numbers if generator == "doubles" else GENERATORS[generator]
    return sum(count_slice(seed, a, b)[1] for a, b in zip(edges, edges[1:]))


def asked():
    """Each generator that a table is asked for, and its ranges."""
    if "--doubles" in sys.argv:
        return [("doubles", DOUBLES_RANGES)]
    ranges = SLOW_RANGES if "--slow" in sys.argv else RANGES
    return [(generator, ranges) for generator in GENERATORS]


def main():
    rows = [
        {
            "generator": generator,
            "seed": seed,
            "first": first,
            "points": points,
            "inside": count(generator, seed, first, points),
        }
        for generator, ranges in asked()
        for seed, first, points in ranges
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
