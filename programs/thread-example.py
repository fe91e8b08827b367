"""Two threads: one prints 1, the other prints 2.

start() lets a thread run and returns at once. So from the second start() on
three threads are under way: these two, and the main program.
"""

from threading import Thread


def print_number(number):
    print(number)


first = Thread(target=print_number, args=(1,))
second = Thread(target=print_number, args=(2,))
first.start()
second.start()
first.join()
second.join()

# expect-unordered: 1
# expect-unordered: 2
