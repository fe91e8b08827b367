"""Generators take turns, without any thread.

A generator stops at each yield, and goes on from there when next() is called.
So a loop can let several of them go on in turn: round-robin. They never run at
the same time, and change only where they say yield.
"""

from collections import deque


def count_down(name, number):
    while number > 0:
        print(name, number)
        yield  # the others' turn
        number -= 1


def round_robin(tasks):
    ready = deque(tasks)
    while ready:
        task = ready.popleft()  # whose turn it is
        try:
            next(task)
        except StopIteration:
            print("one is done")
        else:
            ready.append(task)  # back to the end of the line


round_robin([count_down("A", 3), count_down("B", 1), count_down("C", 2)])

# expect: A 3
# expect: B 1
# expect: C 2
# expect: A 2
# expect: one is done
# expect: C 1
# expect: A 1
# expect: one is done
# expect: one is done
