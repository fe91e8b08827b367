"""A pool has at most as many threads as it was given, and refuses none."""

from concurrent.futures import ThreadPoolExecutor
from threading import get_ident

with ThreadPoolExecutor(4) as pool:
    idents = set(pool.map(lambda _: get_ident(), range(100)))
print(1 <= len(idents) <= 4)
for number in [0, -1]:
    try:
        ThreadPoolExecutor(number)
    except ValueError as error:
        print(error)

# expect: True
# expect: max_workers must be greater than 0
# expect: max_workers must be greater than 0
