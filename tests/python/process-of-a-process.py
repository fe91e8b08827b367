"""A process starts others, whose output is part of the program's too."""

from multiprocessing import Process, current_process


def inner(depth):
    print("at depth", depth, current_process().name)
    if depth < 3:
        process = Process(target=inner, args=(depth + 1,), name=f"level {depth + 1}")
        process.start()
        process.join()
        print("back at", depth)


if __name__ == "__main__":
    inner(0)

# only: cpython native page
# expect: at depth 0 MainProcess
# expect: at depth 1 level 1
# expect: at depth 2 level 2
# expect: at depth 3 level 3
# expect: back at 2
# expect: back at 1
# expect: back at 0
