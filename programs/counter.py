"""A thread counts to five, one number a second.

An argument divides the time: with 100 a number comes every 10 milliseconds.
"""

import sys
from threading import Thread
from time import sleep

speed = float(sys.argv[1]) if len(sys.argv) > 1 else 1


class Counter(Thread):
    def run(self):
        for count in range(5):
            print("count is", count)
            sleep(1 / speed)


counter = Counter()
counter.start()
counter.join()

# arguments: 100
# expect: count is 0
# expect: count is 1
# expect: count is 2
# expect: count is 3
# expect: count is 4
