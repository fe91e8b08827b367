"""The table of the lesson pool-rows: integers picked by the words of Philox4x32-10."""

from functools import lru_cache

M0, M1 = 0xD2511F53, 0xCD9E8D57
W0, W1 = 0x9E3779B9, 0xBB67AE85
MASK = 0xFFFFFFFF


def block(seed, number):
    """Four words: ten rounds over one counter."""
    k0, k1 = seed & MASK, seed >> 32
    c0, c1, c2, c3 = number & MASK, number >> 32, 0, 0
    for _ in range(10):
        p0, p1 = M0 * c0, M1 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & MASK, (p0 >> 32) ^ c3 ^ k1, p0 & MASK
        k0, k1 = (k0 + W0) & MASK, (k1 + W1) & MASK
    return c0, c1, c2, c3


@lru_cache(maxsize=1)
def table(seed, rows, columns, low, high):
    cells = rows * columns
    numbers = []
    for number in range((cells + 3) // 4):
        numbers += [low + (word * (high - low) >> 32) for word in block(seed, number)]
    return [numbers[at : at + columns] for at in range(0, cells, columns)]
