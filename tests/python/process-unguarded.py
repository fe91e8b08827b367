"""A program that starts processes as it is imported would start them without end: CPython says what it lacks."""

import multiprocessing

multiprocessing.set_start_method("spawn", force=True)
process = multiprocessing.Process(target=print, args=("never",))
process.start()
process.join()
print(process.exitcode)

# only: cpython native page
# expect: 1
# expect-err-re: RuntimeError: *
# expect-err-re: \s+An attempt has been made to start a new process before the
# expect-err-re: \s+current process has finished its bootstrapping phase\.
# expect-err-re: \s+if __name__ == '__main__':
