import threading

buffers = threading.Semaphore(2)


def copy():
    with buffers:  # one to read into
        with buffers:  # one to write from
            pass


one = threading.Thread(target=copy, name="One")
other = threading.Thread(target=copy, name="Other")
one.start()
other.start()
one.join()
other.join()

# Each has one of the two, and waits for a second.
# search: breaks deadlock preemptions=1
