"""With spawn a process begins by importing the program, under another name than __main__."""

import multiprocessing

print("imported as", __name__)


def work():
    print("runs in", __name__)


if __name__ == "__main__":
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=work)
    process.start()
    process.join()
    print(context.get_start_method(), process.name)
    multiprocessing.freeze_support()

# only: cpython native page
# expect: imported as __main__
# expect: imported as __mp_main__
# expect: runs in __mp_main__
# expect: spawn SpawnProcess-1
