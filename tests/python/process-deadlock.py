"""A process waits for a message that nobody sends, and the program for the process."""

from multiprocessing import Process, Queue


def waits(queue):
    print("waits", flush=True)
    queue.get()


if __name__ == "__main__":
    queue = Queue()
    process = Process(target=waits, args=(queue,))
    process.start()
    process.join()

# only: native page
# expect: waits
# expect-deadlock
