"""What Pythons are compared by. `python work.py TASK COUNT THREADS` prints a line of JSON: the work done a second by one thread
and by so many at the same time, and what was computed, which all must agree on."""

import json
import queue
import sys
import threading
import time


def loop(count):
    total = 0
    for i in range(count):
        total += i & 7
    return total


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def calls(count):
    """Each tenth Fibonacci number takes 177 calls."""
    total = 0
    for _ in range(count // 177):
        total += fib(10)
    return total


def dictionaries(count):
    seen = {}
    for i in range(count):
        word = "word " + str(i % 997)
        seen[word] = seen.get(word, 0) + 1
    return sum(seen.values())


def allocating(count):
    total = 0
    for begin in range(0, count, 1000):
        kept = [[i, (i,)] for i in range(begin, begin + 1000)]
        total += len(kept)
    return total


TASKS = {task.__name__: task for task in (loop, calls, dictionaries, allocating)}


def compute(task, count, threads):
    """Each thread does the whole of it; one thread is timed as the others are."""
    def seconds(threads):
        results = []
        workers = [threading.Thread(target=lambda: results.append(task(count))) for _ in range(threads)]
        begin = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        took = time.perf_counter() - begin
        if len(set(results)) != 1:
            raise SystemExit(f"{results} are not the same")
        return took, results[0]

    if threads == 0:
        begin = time.perf_counter()
        checksum = task(count)
        return {"one": count / (time.perf_counter() - begin), "checksum": checksum}
    one, checksum = seconds(1)
    many, _ = seconds(threads)
    return {"one": count / one, "many": count * threads / many, "speedup": one * threads / many, "checksum": checksum}


LOOP = """
def loop(count):
    for _ in range(count):
        pass
"""


def checked(count):
    """A loop of nothing, with the checks that a program has here at each turn, and as code of the library, which has none."""
    def seconds(file):
        names = {}
        exec(compile(LOOP, file, "exec"), names)
        begin = time.perf_counter()
        names["loop"](count)
        return time.perf_counter() - begin

    return {"one": count / seconds("loop.py"), "without": count / seconds("<frozen loop>")}


def handed_over(count):
    """From one thread to another by a queue."""
    items = queue.Queue()
    total = 0

    def put():
        for i in range(count):
            items.put(i)

    putting = threading.Thread(target=put)
    begin = time.perf_counter()
    putting.start()
    for _ in range(count):
        total += items.get()
    took = time.perf_counter() - begin
    putting.join()
    return {"one": count / took, "checksum": total}


def started(count):
    """Threads, each when the one before has ended."""
    done = []
    begin = time.perf_counter()
    for i in range(count):
        thread = threading.Thread(target=done.append, args=(i,))
        thread.start()
        thread.join()
    return {"one": count / (time.perf_counter() - begin), "checksum": sum(done)}


def main(name, count, threads):
    if name == "about":
        return {"version": sys.version.split()[0]}
    if name in TASKS:
        return compute(TASKS[name], count, threads)
    return {"checked": checked, "handed_over": handed_over, "started": started}[name](count)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
