"""A task that raises: map raises it too, with what the child's traceback said; imap gives what came before."""

from multiprocessing import Pool


def check(number):
    if number == 3:
        raise ValueError("three is not allowed")
    return number


if __name__ == "__main__":
    with Pool(2) as pool:
        try:
            pool.map(check, range(6), chunksize=1)
        except ValueError as error:
            print(error, type(error.__cause__).__name__)
            print("in check" in str(error.__cause__))
        results = pool.imap(check, range(6))
        got = []
        try:
            for result in results:
                got.append(result)
        except ValueError as error:
            print(got, error)
        print(list(results))

# only: cpython native page
# expect: three is not allowed RemoteTraceback
# expect: True
# expect: [0, 1, 2] three is not allowed
# expect: [4, 5]
