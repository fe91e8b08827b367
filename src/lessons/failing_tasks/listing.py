#: if ends_process == null
import json
#: end
#: if method == "submit"
import os
from concurrent.futures import ProcessPoolExecutor
#: else
from multiprocessing import Pool
#: end

inputs = [1, 2, 3, 4, 5, 6, 7, 8]  #: inputs
workers = 2  #: workers
raises = 5  #: raises
#: if method == "submit"
ends_process = None  #: ends_process
#: end

def square(x):
    if x == raises:  #: @run(chunk)
        raise ValueError(f'{x} is not allowed')  #: @core @run(chunk)
    #: if method == "submit"
    if x == ends_process:  #: @run(chunk)
        os._exit(1)  # the process ends here, as in a crash  #: @core @run(chunk)
    #: end
    return x * x  #: @run(chunk)

def told(x, error):
    return {'input': x, 'type': type(error).__name__, 'message': str(error)}

if __name__ == '__main__':
    values, errors = [], []
    #: if method == "map"
    with Pool(workers) as pool:  #: @wait(a task)
        try:
            values = pool.map(square, inputs, chunksize=1)  #: @core @wait(results)
        except ValueError as error:  # one for all of them
            errors.append(told(None, error))
    #: elif method == "imap"
    with Pool(workers) as pool:  #: @wait(a task)
        results = pool.imap(square, inputs)  #: @core
        for x in inputs:
            try:
                values.append(next(results))  #: @core @wait(results)
            except ValueError as error:  # and the next result can still be had
                errors.append(told(x, error))
    #: else
    with ProcessPoolExecutor(workers) as executor:  #: @wait(a task)
        futures = [executor.submit(square, x) for x in inputs]  #: @core
        for x, future in zip(inputs, futures):
            try:
                values.append(future.result())  #: @core @wait(results)
            except Exception as error:  # its own, or BrokenProcessPool
                errors.append(told(x, error))
    #: end
    #: if ends_process == null
    print(json.dumps({'values': values, 'errors': errors}))
    #: else
    for error in errors:
        print(error)
    print('values:', values)  # what was done before the process ended
    #: end
