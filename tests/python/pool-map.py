"""map() gives the results in the order of its inputs."""

from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(lambda x: x * x, range(10))))
    print(list(pool.map(pow, [2, 3, 4], [3, 2, 1, 0])))
    print(list(pool.map(str, [])))
try:
    pool.submit(print)
except RuntimeError as error:
    print(error)

# expect: [0, 1, 4, 9, 16, 25, 36, 49, 64, 81]
# expect: [8, 9, 4]
# expect: []
# expect: cannot schedule new futures after shutdown
