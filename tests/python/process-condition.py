"""A condition wakes processes that wait for something to be so; a barrier lets them go on together."""

from multiprocessing import Barrier, Condition, Process, Queue, Value
from threading import BrokenBarrierError


def waits(condition, value, results):
    with condition:
        condition.wait_for(lambda: value.value == 7)
    results.put("seven")


def meets(barrier, results):
    results.put(barrier.wait())


if __name__ == "__main__":
    condition, value, results = Condition(), Value("i", 0), Queue()
    crew = [Process(target=waits, args=(condition, value, results)) for _ in range(2)]
    for process in crew:
        process.start()
    with condition:
        value.value = 7
        condition.notify_all()
        print(condition.wait(timeout=0.01))
    print([results.get() for _ in crew])
    for process in crew:
        process.join()
    barrier = Barrier(3)
    crew = [Process(target=meets, args=(barrier, results)) for _ in range(3)]
    for process in crew:
        process.start()
    print(sorted(results.get() for _ in crew), barrier.parties, barrier.broken)
    for process in crew:
        process.join()
    try:
        barrier.wait(timeout=0.01)
    except BrokenBarrierError:
        print("broken", barrier.broken)

# only: cpython native page
# expect: False
# expect: ['seven', 'seven']
# expect: [0, 1, 2] 3 False
# expect: broken True
