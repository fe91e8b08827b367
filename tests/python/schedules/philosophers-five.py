import threading

forks = [threading.Lock() for _ in range(5)]


def eat(place):
    with forks[place]:
        with forks[(place + 1) % len(forks)]:
            pass


threads = [threading.Thread(target=eat, args=(place,)) for place in range(len(forks))]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# As with three: the first has taken its left fork when the one to its left comes, and waits, and so on around.
# There are too many schedules to run all of those with one preemption, so that what is found need not be the shortest. That is: main
# comes to its first join, with the steps on the global `thread`, and each philosopher to its second fork.
# replay 0.e_1.2_5.4_4.4_3.4_2.4_1.2: deadlock preemptions=1 switches=6 steps=34
# search budget_ms=10000: breaks deadlock conflict=lock-order
