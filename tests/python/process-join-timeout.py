"""join waits no longer than it is told, and the process goes on."""

from multiprocessing import Event, Process


def waits(event):
    event.wait()
    print("ends")


if __name__ == "__main__":
    event = Event()
    process = Process(target=waits, args=(event,))
    process.start()
    process.join(timeout=0.05)
    print(process.is_alive(), process.exitcode, event.is_set())
    event.set()
    process.join()
    print(process.exitcode, event.is_set())

# only: cpython native page
# expect: True None False
# expect: ends
# expect: 0 True
