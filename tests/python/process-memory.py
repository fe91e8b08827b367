"""Each process has a memory of its own: what one changes, no other sees."""

from multiprocessing import Process, Queue

numbers = [1, 2, 3]


def change(queue):
    numbers.append(4)
    queue.put(numbers)


if __name__ == "__main__":
    queue = Queue()
    process = Process(target=change, args=(queue,))
    process.start()
    print("its:", queue.get())
    process.join()
    print("mine:", numbers)

# only: cpython native page
# expect: its: [1, 2, 3, 4]
# expect: mine: [1, 2, 3]
