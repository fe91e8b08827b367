import threading

forks = [threading.Lock() for _ in range(3)]


def eat(place):
    with forks[place]:
        with forks[(place + 1) % len(forks)]:
            pass


threads = [threading.Thread(target=eat, args=(place,)) for place in range(len(forks))]

for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

# The first has taken its left fork when another comes. Whoever finds its right one taken waits, which is free: the last of them
# closes the circle.
# search max_preemptions=1: breaks deadlock preemptions=1 conflict=lock-order
