import threading

forks = [threading.Lock() for _ in range(3)]


def dine(seat):
    left = forks[seat]
    right = forks[(seat + 1) % len(forks)]
    with left:
        with right:
            pass  # eats


philosophers = [threading.Thread(target=dine, args=(seat,)) for seat in range(3)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()

# All have their left fork, and wait for the right one.
# search max_preemptions=1: breaks deadlock preemptions=1 conflict=lock-order
