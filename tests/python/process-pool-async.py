"""What a pool does later is a result to come; callbacks hear of it."""

from multiprocessing import Event, Pool, TimeoutError

event = None


def begin(shared):
    global event
    event = shared


def wait_for_it(number):
    event.wait()
    return number


def fails(number):
    raise LookupError(f"no {number}")


if __name__ == "__main__":
    gate = Event()
    heard = []
    with Pool(2, initializer=begin, initargs=(gate,)) as pool:
        result = pool.map_async(wait_for_it, [1, 2, 3], callback=heard.append)
        print(result.ready())
        try:
            result.get(timeout=0.01)
        except TimeoutError:
            print("too early")
        try:
            result.successful()
        except ValueError as error:
            print(str(error).endswith("not ready"))
        gate.set()
        print(result.get(), result.successful(), heard)
        bad = pool.apply_async(fails, (4,), error_callback=lambda error: heard.append(str(error)))
        bad.wait()
        print(bad.ready(), bad.successful(), heard)
        print(pool.starmap_async(pow, [(2, 3), (2, 4)]).get())
        pool.close()
        pool.join()

# only: cpython native page
# expect: False
# expect: too early
# expect: True
# expect: [1, 2, 3] True [[1, 2, 3]]
# expect: True False [[1, 2, 3], 'no 4']
# expect: [8, 16]
