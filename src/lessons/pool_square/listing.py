import json
#: if method in ["map", "map_async", "starmap", "starmap_async"]
from math import ceil
#: end
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
    sleep(task_ms / 1000)  #: @core @run(chunk) @run(task)
    return x * x  #: @core @run(chunk) @run(task)

if __name__ == '__main__':
    with Pool(workers) as pool:  #: @core @wait(a task)
        #: if method == "map"
        values = pool.map(square, inputs, chunksize or None)  #: @core @wait(results)
        #: elif method == "apply"
        values = [pool.apply(square, (x,)) for x in inputs]  #: @core @wait(results)
        #: elif method == "apply_async"
        results = [pool.apply_async(square, (x,)) for x in inputs]  #: @core
        values = [result.get() for result in results]  #: @core @wait(results)
        #: elif method == "map_async"
        result = pool.map_async(square, inputs, chunksize or None)  #: @core
        values = result.get()  #: @core @wait(results)
        #: elif method == "starmap"
        values = pool.starmap(square, [(x,) for x in inputs], chunksize or None)  #: @core @wait(results)
        #: elif method == "starmap_async"
        result = pool.starmap_async(square, [(x,) for x in inputs], chunksize or None)  #: @core
        values = result.get()  #: @core @wait(results)
        #: elif method == "imap"
        values = list(pool.imap(square, inputs, chunksize or 1))  #: @core @wait(results)
        #: else
        values = list(pool.imap_unordered(square, inputs, chunksize or 1))  # as they come  #: @core @wait(results)
        #: end
    print(values)
    #: if method in ["map", "map_async", "starmap", "starmap_async"]
    size = chunksize or ceil(len(inputs) / (4 * workers)) or 1  # so many tasks to a chunk
    chunks = [len(inputs[at:at + size]) for at in range(0, len(inputs), size)]
    #: elif method in ["imap", "imap_unordered"]
    size = chunksize or 1  # so many tasks to a chunk
    chunks = [len(inputs[at:at + size]) for at in range(0, len(inputs), size)]
    #: else
    chunks = [1] * len(inputs)  # each call hands over one task
    #: end
    #: if method == "imap_unordered"
    print(json.dumps({'chunks': chunks}))
    #: else
    print(json.dumps({'values': values, 'chunks': chunks}))
    #: end
