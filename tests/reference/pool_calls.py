"""Random calls of CPython's own pools, and what came of each.

    python3 pool_calls.py SEED CALLS

writes one JSON object a line: a script, as the lesson in `tests/both/pool_calls/` takes it, and CPython's answers.
What CPython leaves to chance, the order of two errors on two workers, is not asked for.
"""
import json
import multiprocessing
import random
import sys
import threading
import time
from multiprocessing.pool import Pool, ThreadPool

SLOW_S = 1.0
added = threading.local()


def initialize(value):
    added.value = value


def trial(x, y):
    if x == 13:
        raise ZeroDivisionError("division by zero")
    if x < 0:
        raise ValueError(f"{x} is not welcome")
    return x * y + getattr(added, "value", 0)


def square(x):
    return trial(x, x)


def slow_square(x):
    time.sleep(SLOW_S)
    return square(x)


def raised(error):
    return {"error": [type(error).__name__, str(error)]}


def answer(call):
    try:
        return {"value": call()}
    except Exception as error:
        return raised(error)


def sizes(tasks, chunksize):
    """What CPython's pool cuts so many tasks into."""
    return [len(chunk) for _, chunk in Pool._get_tasks(square, range(tasks), chunksize)] if chunksize else []


def in_chunks(submit, tasks):
    called_back = []
    try:
        result = submit(
            callback=lambda value: called_back.append({"value": value}),
            error_callback=lambda error: called_back.append(raised(error)),
        )
    except ValueError as error:
        return raised(error)
    result.wait()
    return {
        "ready": result.ready(),
        "successful": answer(result.successful),
        "got": answer(result.get),
        "again": answer(lambda: result.get(0)),
        "called_back": called_back,
        "chunks": sizes(tasks, result._chunksize),
    }


def one_by_one(submit):
    try:
        results = submit()
    except ValueError as error:
        return raised(error)
    values = []
    while True:
        try:
            values.append({"value": next(results)})
        except StopIteration:
            return values
        except Exception as error:
            values.append(raised(error))


def apply_async(pool, x):
    called_back = []
    try:
        result = pool.apply_async(
            square,
            (x,),
            callback=lambda value: called_back.append({"value": value}),
            error_callback=lambda error: called_back.append(raised(error)),
        )
    except ValueError as error:
        return raised(error)
    got = answer(result.get)
    return {"got": got, "called_back": called_back, "successful": answer(result.successful)}


def too_soon(pool, x):
    try:
        result = pool.apply_async(slow_square, (x,))
        results = pool.imap(slow_square, [x])
    except ValueError as error:
        return raised(error)
    ready = result.ready()
    not_ready = answer(result.successful)["error"][0]
    result.wait(0)
    soon = [answer(lambda: result.get(0)), answer(lambda: results.next(0))]
    then = [answer(result.get), answer(results.next)]
    end = answer(results.next)["error"][0] == "StopIteration"
    return {
        "ready": ready,
        "not_ready": not_ready,
        "too_soon": soon,
        "then": then,
        "end": end,
        "successful": answer(result.successful),
    }


def make(pool, workers, call):
    what, inputs = call["call"], call["inputs"]
    pairs = [(x, x) for x in inputs]
    first = inputs[0] if inputs else 0
    chunksize = call["chunksize"] or None
    if what == "map":
        value = answer(lambda: pool.map(square, inputs, chunksize))
        # The rule by itself, from a call that is not wanted otherwise.
        rule = ThreadPool(workers)
        chunks = sizes(len(inputs), rule.map_async(abs, inputs, chunksize)._chunksize)
        rule.close()
        rule.join()
        return {"map": value, "chunks": chunks}
    if what == "starmap":
        return answer(lambda: pool.starmap(trial, pairs, chunksize))
    if what == "map_async":
        return in_chunks(lambda **calls: pool.map_async(square, inputs, chunksize, **calls), len(inputs))
    if what == "starmap_async":
        return in_chunks(lambda **calls: pool.starmap_async(trial, pairs, chunksize, **calls), len(inputs))
    if what == "imap":
        return one_by_one(lambda: pool.imap(square, inputs, chunksize or 1))
    if what == "imap_unordered":
        values = one_by_one(lambda: pool.imap_unordered(square, inputs, chunksize or 1))
        if isinstance(values, list):
            values.sort(key=lambda value: json.dumps(value, separators=(",", ":")))
        return values
    if what == "apply":
        return answer(lambda: pool.apply(square, (first,)))
    if what == "apply_async":
        return apply_async(pool, first)
    if what == "too_soon":
        return too_soon(pool, first)
    try:
        getattr(pool, what)()
    except ValueError as error:
        return {"error": f"ValueError: {error}"}
    return None


TASKS = ["map", "map_async", "starmap", "starmap_async", "imap", "imap_unordered", "apply", "apply_async"]


def random_call(chance, workers, names):
    call = {
        "call": chance.choice(names),
        "inputs": [chance.choice([chance.randrange(13), chance.randrange(14, 1000)]) for _ in range(chance.randrange(41))],
        "chunksize": chance.choice([0, 0, 1, 2, 3, 7, 100]),
    }
    inputs = call["inputs"]
    if inputs and chance.random() < 0.4:
        # Several errors come in one order on one worker only.
        for _ in range(chance.randrange(1, 4) if workers == 1 else 1):
            inputs[chance.randrange(len(inputs))] = chance.choice([13, -1, -7])
        if call["call"] == "imap_unordered" and workers > 1:
            call["chunksize"] = 1
    return call


def random_script(chance, calls):
    kind = chance.choice(["threads", "processes"])
    workers = chance.randrange(1, 5)
    script = {"kind": kind, "workers": workers, "initializer": chance.choice([None, chance.randrange(100)])}
    script["calls"] = [random_call(chance, workers, TASKS) for _ in range(calls)]
    if chance.random() < 0.1:
        script["calls"].append(random_call(chance, workers, ["too_soon"]))
    end = TASKS + 4 * ["close", "terminate", "join"]
    script["calls"] += [random_call(chance, workers, end) for _ in range(5)]
    return script


def run(script):
    initializer = script["initializer"]
    arguments = {} if initializer is None else {"initializer": initialize, "initargs": (initializer,)}
    if script["kind"] == "threads":
        pool = ThreadPool(script["workers"], **arguments)
    else:
        context = multiprocessing.get_context("fork") if "fork" in multiprocessing.get_all_start_methods() else None
        pool = Pool(script["workers"], context=context, **arguments)
    answers = [make(pool, script["workers"], call) for call in script["calls"]]
    pool.terminate()
    pool.join()
    return answers


if __name__ == "__main__":
    chance = random.Random(int(sys.argv[1]))
    left = int(sys.argv[2])
    while left > 0:
        script = random_script(chance, 12)
        left -= len(script["calls"])
        print(json.dumps({"script": script, "answers": run(script)}, separators=(",", ":")), flush=True)
