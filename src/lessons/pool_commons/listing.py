#: if method != "imap_unordered"
import json
#: end
from multiprocessing import Pool, cpu_count

list_a = [[1, 2, 3], [5, 6, 7, 8], [10, 11, 12], [20, 21]]  #: list_a
list_b = [[2, 3, 4], [6, 9, 8], [12, 10], [30, 31, 32]]  #: list_b
workers = cpu_count()  #: workers

def commons(a, b):
    return sorted(set(a) & set(b))  #: @core @run(task) @run(chunk)

#: if method in ["map", "map_async", "imap", "imap_unordered"]
def commons_of(pair):  # these methods pass one argument
    return commons(*pair)

#: end
if __name__ == '__main__':
    pairs = list(zip(list_a, list_b))
    with Pool(workers) as pool:  #: @core @wait(a task)
        #: if method == "apply"
        values = [pool.apply(commons, pair) for pair in pairs]  #: @core @wait(results)
        #: elif method == "apply_async"
        results = [pool.apply_async(commons, pair) for pair in pairs]  #: @core
        values = [result.get() for result in results]  #: @core @wait(results)
        #: elif method == "map"
        values = pool.map(commons_of, pairs)  #: @core @wait(results)
        #: elif method == "map_async"
        result = pool.map_async(commons_of, pairs)  #: @core
        values = result.get()  #: @core @wait(results)
        #: elif method == "starmap"
        values = pool.starmap(commons, pairs)  #: @core @wait(results)
        #: elif method == "starmap_async"
        result = pool.starmap_async(commons, pairs)  #: @core
        values = result.get()  #: @core @wait(results)
        #: elif method == "imap"
        values = list(pool.imap(commons_of, pairs))  #: @core @wait(results)
        #: else
        values = list(pool.imap_unordered(commons_of, pairs))  # as they come  #: @core @wait(results)
        #: end
    print(values)
    #: if method != "imap_unordered"
    print(json.dumps({'values': values}))
    #: end
