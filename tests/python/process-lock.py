"""A lock lets one process in at a time: no count is lost."""

from multiprocessing import Lock, Process, RLock, Value


def count(lock, number):
    for _ in range(200):
        with lock:
            number.value += 1


if __name__ == "__main__":
    for lock in Lock(), RLock():
        number = Value("i", 0, lock=False)
        crew = [Process(target=count, args=(lock, number)) for _ in range(3)]
        for process in crew:
            process.start()
        for process in crew:
            process.join()
        print(number.value)
    again = RLock()
    print(again.acquire(), again.acquire(), again)
    again.release()
    again.release()
    print(again)
    try:
        again.release()
    except AssertionError as error:
        print(error)
    once = Lock()
    print(once.acquire(), once.acquire(timeout=0.01), once.acquire(block=False), once)
    once.release()
    try:
        once.release()
    except ValueError as error:
        print(error)

# only: cpython native page
# expect: 600
# expect: 600
# expect: True True <RLock(MainProcess, 2)>
# expect: <RLock(None, 0)>
# expect: attempt to release recursive lock not owned by thread
# expect: True False False <Lock(owner=MainProcess)>
# expect: semaphore or lock released too many times
