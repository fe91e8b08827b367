"""What cannot be pickled reaches no other process, and says so to whoever sends it."""

import multiprocessing
from multiprocessing import Pool


def first_of(value):
    return value[0]


def gives_generator(_):
    return (number for number in [1])


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    try:
        context.Process(target=first_of, args=((number for number in [1]),)).start()
    except TypeError as error:
        print(error)
    with Pool(1) as pool:
        try:
            pool.map(gives_generator, [1])
        except multiprocessing.pool.MaybeEncodingError as error:
            print(type(error).__name__)
        print(pool.map(first_of, ["ab", "cd"]))

# only: cpython native page
# expect: cannot pickle 'generator' object
# expect: MaybeEncodingError
# expect: ['a', 'c']
