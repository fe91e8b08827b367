"""A semaphore lets so many processes in at a time."""

from multiprocessing import BoundedSemaphore, Process, Semaphore, Value


def work(semaphore, inside, most):
    for _ in range(20):
        with semaphore:
            with inside.get_lock():
                inside.value += 1
                most.value = max(most.value, inside.value)
            with inside.get_lock():
                inside.value -= 1


if __name__ == "__main__":
    semaphore, inside, most = Semaphore(2), Value("i", 0), Value("i", 0)
    crew = [Process(target=work, args=(semaphore, inside, most)) for _ in range(4)]
    for process in crew:
        process.start()
    for process in crew:
        process.join()
    print(1 <= most.value <= 2, inside.value, semaphore)
    bounded = BoundedSemaphore(1)
    try:
        bounded.release()
    except ValueError as error:
        print(error, bounded)

# only: cpython native page
# expect: True 0 <Semaphore(value=2)>
# expect: semaphore or lock released too many times <BoundedSemaphore(value=1, maxvalue=1)>
