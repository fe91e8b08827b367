#: if kind == "threads"
from multiprocessing.pool import ThreadPool as Pool
#: else
from multiprocessing import Pool
#: end
from time import sleep

inputs = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]  #: inputs
workers = 5  #: workers
task_ms = 50  #: task_ms
#: if method in ["map", "map_async", "starmap", "starmap_async", "imap", "imap_unordered"]
# 0: the method chooses.
chunksize = 0  #: chunksize
#: end

def square(x):
    sleep(task_ms / 1000)
    return x * x

if __name__ == '__main__':
    with Pool(workers) as pool:
        #: if method == "map"
        values = pool.map(square, inputs, chunksize or None)
        #: elif method == "apply"
        values = [pool.apply(square, (x,)) for x in inputs]
        #: elif method == "apply_async"
        results = [pool.apply_async(square, (x,)) for x in inputs]
        values = [result.get() for result in results]
        #: elif method == "map_async"
        result = pool.map_async(square, inputs, chunksize or None)
        values = result.get()
        #: elif method == "starmap"
        values = pool.starmap(square, [(x,) for x in inputs], chunksize or None)
        #: elif method == "starmap_async"
        result = pool.starmap_async(square, [(x,) for x in inputs], chunksize or None)
        values = result.get()
        #: elif method == "imap"
        values = list(pool.imap(square, inputs, chunksize or 1))
        #: else
        values = list(pool.imap_unordered(square, inputs, chunksize or 1))  # as they come
        #: end
    print(values)
