"""A process runs a function, under a name and a number of its own, and has an exit code when it has ended."""

import os
from multiprocessing import Event, Process, active_children, current_process, parent_process


def work(greeting, gate, *, name):
    gate.wait()
    print(greeting, name, current_process().name, os.getpid() != parent_process().pid)


if __name__ == "__main__":
    gate = Event()
    process = Process(target=work, args=("Hello", gate), kwargs={"name": "Ada"}, name="worker")
    print(process.is_alive(), process.exitcode, process.pid, process.daemon)
    process.start()
    print(process in active_children())
    # What is printed by another process comes after this only where it waits for it.
    gate.set()
    process.join()
    print(process.is_alive(), process.exitcode, process.pid > 0, active_children())
    try:
        process.start()
    except AssertionError as error:
        print(error)
    process.close()
    try:
        process.is_alive()
    except ValueError as error:
        print(error)
    print(current_process().name, parent_process())

# only: cpython native page
# expect: False None None False
# expect: True
# expect: Hello Ada worker True
# expect: False 0 True []
# expect: cannot start a process twice
# expect: process object is closed
# expect: MainProcess None
