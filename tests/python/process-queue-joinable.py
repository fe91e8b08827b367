"""join of a JoinableQueue returns when all that was put has been worked on."""

from multiprocessing import JoinableQueue, Process, Value


def consume(queue, total):
    while (number := queue.get()) is not None:
        with total.get_lock():
            total.value += number
        queue.task_done()
    queue.task_done()


if __name__ == "__main__":
    queue, total = JoinableQueue(), Value("i", 0)
    crew = [Process(target=consume, args=(queue, total)) for _ in range(2)]
    for process in crew:
        process.start()
    for number in range(100):
        queue.put(number)
    queue.join()
    print(total.value)
    for _ in crew:
        queue.put(None)
    queue.join()
    try:
        queue.task_done()
    except ValueError as error:
        print(error)

# only: cpython native page
# expect: 4950
# expect: task_done() called too many times
