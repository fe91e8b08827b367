"""Two threads hash large data; a hash lets go of the lock meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

def work(number):
    return sha256(bytes([number]) * 100_000).hexdigest()[:8]

with ThreadPoolExecutor(2) as pool:
    print(list(pool.map(work, range(4))))

# expect: ['9192c25b', '7afaec9d', '6d480505', 'e0b384c7']
