"""functools: caches, partial calls, single dispatch."""

from functools import cached_property, lru_cache, partial, reduce, singledispatch, total_ordering, wraps

@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

print(fib(30), fib.cache_info())
print(reduce(lambda a, b: a * b, range(1, 6)), partial(int, base=2)("101"))

@singledispatch
def kind(value):
    return "something"

@kind.register
def _(value: int):
    return "a number"

print(kind(1), kind("x"))

class Lazy:
    @cached_property
    def value(self):
        print("computed")
        return 7

lazy = Lazy()
print(lazy.value, lazy.value)

# expect: 832040 CacheInfo(hits=28, misses=31, maxsize=None, currsize=31)
# expect: 120 5
# expect: a number something
# expect: computed
# expect: 7 7
