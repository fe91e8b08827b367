"""Here is no fork: that is said where it is asked for."""

import multiprocessing
import os

if __name__ == "__main__":
    for ask in multiprocessing.set_start_method, multiprocessing.get_context:
        try:
            ask("fork")
        except ValueError as error:
            print(error)
    print(multiprocessing.get_start_method(), multiprocessing.get_all_start_methods())
    try:
        os.fork()
    except OSError as error:
        print(error)

# only: native page
# expect-re: cannot find context for 'fork': there is no fork here: .*
# expect-re: cannot find context for 'fork': there is no fork here: .*
# expect: spawn ['spawn']
# expect-re: \[Errno 38\] there is no fork here: .*
