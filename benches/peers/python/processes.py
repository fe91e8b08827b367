"""What Pythons with processes are compared by. `python processes.py TASK COUNT` prints a line of JSON: how much was done a second,
and what was computed, which all must agree on. All start their processes by spawn."""

import json
import multiprocessing
import sys
import time


def loop(count):
    total = 0
    for i in range(count):
        total += i & 7
    return total


def one_more(n):
    return n + 1


def heavy(count):
    """Eight heavy tasks, one after the other and by a pool of two, whose processes are there."""
    tasks = [count] * 8
    begin = time.perf_counter()
    serial = [loop(task) for task in tasks]
    one = time.perf_counter() - begin
    with multiprocessing.Pool(2) as pool:
        pool.map(one_more, range(8), 1)
        begin = time.perf_counter()
        many = pool.map(loop, tasks, 1)
        two = time.perf_counter() - begin
    if serial != many:
        raise SystemExit(f"{serial} is not {many}")
    return {"one": 8 / one, "many": 8 / two, "speedup": one / two, "checksum": sum(many)}


def tiny(count, chunksize):
    with multiprocessing.Pool(2) as pool:
        pool.map(one_more, range(8), 1)
        begin = time.perf_counter()
        values = pool.map(one_more, range(count), chunksize)
        took = time.perf_counter() - begin
    return {"one": count / took, "checksum": sum(values)}


def in_chunks(count):
    return tiny(count, 100)


def one_by_one(count):
    return tiny(count, 1)


def started(count):
    """Processes, each when the one before has ended."""
    begin = time.perf_counter()
    for n in range(count):
        process = multiprocessing.Process(target=one_more, args=(n,))
        process.start()
        process.join()
        if process.exitcode != 0:
            raise SystemExit("a process did not end well")
    return {"one": count / (time.perf_counter() - begin), "checksum": count}


def through_queue(count):
    """From one process to another by a queue."""
    begun, items = multiprocessing.Queue(), multiprocessing.Queue()
    process = multiprocessing.Process(target=put_all, args=(begun, items, count))
    process.start()
    items.get()
    begun.put(None)
    begin = time.perf_counter()
    total = sum(items.get() for _ in range(count))
    took = time.perf_counter() - begin
    process.join()
    return {"one": count / took, "checksum": total}


def put_all(begun, items, count):
    items.put(None)
    begun.get()
    for n in range(count):
        items.put(n)


def through_pipe(count):
    """There and back again by a pipe, one at a time."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=answer, args=(there, count))
    process.start()
    here.recv()
    begin = time.perf_counter()
    total = 0
    for n in range(count):
        here.send(n)
        total += here.recv()
    took = time.perf_counter() - begin
    process.join()
    return {"one": count / took, "checksum": total}


def answer(connection, count):
    connection.send(None)
    for _ in range(count):
        connection.send(connection.recv() + 1)


def megabytes(count):
    """A million bytes at a time through a pipe."""
    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=pour, args=(there, count))
    process.start()
    here.recv_bytes()
    begin = time.perf_counter()
    total = sum(len(here.recv_bytes()) for _ in range(count))
    took = time.perf_counter() - begin
    process.join()
    return {"one": total / took / 1e6, "checksum": total}


def pour(connection, count):
    connection.send_bytes(b"")
    data = bytes(1_000_000)
    for _ in range(count):
        connection.send_bytes(data)


TASKS = (heavy, in_chunks, one_by_one, started, through_queue, through_pipe, megabytes)

if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    named = {task.__name__: task for task in TASKS}
    print(json.dumps(named[sys.argv[1]](int(sys.argv[2]))))
