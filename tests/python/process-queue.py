"""A queue carries values from process to process; each get takes one."""

from multiprocessing import Process, Queue
from queue import Empty, Full


def produce(queue, name):
    for number in range(5):
        queue.put((name, number))


if __name__ == "__main__":
    queue = Queue()
    crew = [Process(target=produce, args=(queue, name)) for name in "ABC"]
    for process in crew:
        process.start()
    got = [queue.get() for _ in range(15)]
    for process in crew:
        process.join()
    print([number for name, number in got if name == "B"], len(set(got)))
    for act in queue.get_nowait, lambda: queue.get(timeout=0.01):
        try:
            act()
        except Empty:
            print("empty", queue.empty(), queue.qsize())
    small = Queue(maxsize=1)
    small.put("one")
    try:
        small.put("two", timeout=0.01)
    except Full:
        print("full", small.full())
    print(small.get())
    small.close()
    try:
        small.put("three")
    except ValueError as error:
        print(str(error).endswith("is closed"))

# only: cpython native page
# expect: [0, 1, 2, 3, 4] 15
# expect: empty True 0
# expect: empty True 0
# expect: full True
# expect: one
# expect: True
