"""Five philosophers, five forks, and two forks to eat.

They sit around a table, with one fork between each two of them. Whoever wants
to eat takes the fork on the left and the one on the right.

If all of them take their left fork first, each may hold one fork and wait for the
other for ever: a deadlock. Give the argument "deadlock", and it happens.

Without it, each takes the fork with the lower number first. Then the last one
reaches for fork 0 before fork 4, like the first one, and the circle is broken:
whoever holds the fork with the highest number taken can always eat.
"""

import sys
from threading import Barrier, Lock, Thread

SEATS = 5
MEALS = 3

forks = [Lock() for _ in range(SEATS)]
everybody_holds_one = Barrier(SEATS)


def eat_in_order(seat):
    left, right = seat, (seat + 1) % SEATS
    lower, higher = min(left, right), max(left, right)
    for meal in range(1, MEALS + 1):
        with forks[lower]:
            with forks[higher]:
                print(f"philosopher {seat} eats, meal {meal}")


def eat_left_first(seat):
    left, right = seat, (seat + 1) % SEATS
    with forks[left]:
        print(f"philosopher {seat} holds fork {left} and waits for fork {right}")
        # In life this is bad luck, and comes once in a thousand evenings.
        # Here they wait for each other, so that it comes at once.
        everybody_holds_one.wait()
        with forks[right]:
            print(f"philosopher {seat} eats")


eat = eat_left_first if "deadlock" in sys.argv else eat_in_order
philosophers = [Thread(target=eat, args=(seat,)) for seat in range(SEATS)]
for philosopher in philosophers:
    philosopher.start()
for philosopher in philosophers:
    philosopher.join()
print("all have eaten")

# arguments:
# expect-unordered: philosopher 0 eats, meal 1
# expect-unordered: philosopher 0 eats, meal 2
# expect-unordered: philosopher 0 eats, meal 3
# expect-unordered: philosopher 1 eats, meal 1
# expect-unordered: philosopher 1 eats, meal 2
# expect-unordered: philosopher 1 eats, meal 3
# expect-unordered: philosopher 2 eats, meal 1
# expect-unordered: philosopher 2 eats, meal 2
# expect-unordered: philosopher 2 eats, meal 3
# expect-unordered: philosopher 3 eats, meal 1
# expect-unordered: philosopher 3 eats, meal 2
# expect-unordered: philosopher 3 eats, meal 3
# expect-unordered: philosopher 4 eats, meal 1
# expect-unordered: philosopher 4 eats, meal 2
# expect-unordered: philosopher 4 eats, meal 3
# expect: all have eaten
#
# arguments: deadlock
# expect-unordered: philosopher 0 holds fork 0 and waits for fork 1
# expect-unordered: philosopher 1 holds fork 1 and waits for fork 2
# expect-unordered: philosopher 2 holds fork 2 and waits for fork 3
# expect-unordered: philosopher 3 holds fork 3 and waits for fork 4
# expect-unordered: philosopher 4 holds fork 4 and waits for fork 0
# expect-deadlock
