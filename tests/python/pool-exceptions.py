"""An exception waits in the future until somebody asks for the result."""

from concurrent.futures import ThreadPoolExecutor

def inverse(x):
    return 1 / x

with ThreadPoolExecutor() as pool:
    future = pool.submit(inverse, 0)
    print(repr(future.exception()))
    try:
        future.result()
    except ZeroDivisionError as error:
        print("raised:", error)
    results = pool.map(inverse, [1, 2, 0, 4])
    print(next(results), next(results))
    try:
        next(results)
    except ZeroDivisionError as error:
        print("raised:", error)

# expect: ZeroDivisionError('division by zero')
# expect: raised: division by zero
# expect: 1.0 0.5
# expect: raised: division by zero
