"""How a process ended is in its exit code; one that was killed has the signal's number, negative."""

import os
import sys
from multiprocessing import Process


def ends(code):
    sys.exit(code)


def ends_at_once():
    os._exit(5)


def raises():
    raise ValueError("wrong")


def never_ends():
    while True:
        pass


if __name__ == "__main__":
    crew = [Process(target=ends, args=(code,)) for code in (None, 3)]
    crew += [Process(target=ends_at_once), Process(target=raises, name="raiser")]
    crew += [Process(target=never_ends), Process(target=never_ends)]
    for process in crew:
        process.start()
    crew[-2].terminate()
    crew[-1].kill()
    for process in crew:
        process.join()
    print([process.exitcode for process in crew])

# only: cpython native page
# expect: [0, 3, 5, 1, -15, -9]
# expect-err: Process raiser:
# expect-err: Traceback (most recent call last):
# expect-err: ValueError: wrong
