"""Threads wait for each other; one of them does the action between."""

from threading import Barrier, Thread

def work():
    for _ in range(3):
        places.append(barrier.wait())

def between():
    rounds.append(barrier.n_waiting)

places, rounds = [], []
barrier = Barrier(4, action=between)
print(barrier.parties, barrier.n_waiting, barrier.broken)
threads = [Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(places))
print(rounds)

# expect: 4 0 False
# expect: [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
# expect: [4, 4, 4]
