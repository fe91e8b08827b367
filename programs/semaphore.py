"""Two threads share a semaphore that lets one of them in at a time.

acquire() takes a permit, and waits until there is one; release() gives it back.
Semaphore() has one permit. The threads never end: press Stop, or Ctrl-C.

An argument divides the pauses: with 50 they last 5 milliseconds.
"""

import sys
from threading import Semaphore, Thread
from time import sleep

speed = float(sys.argv[1]) if len(sys.argv) > 1 else 1

semaphore = Semaphore()


def print_for_ever(number):
    while True:
        semaphore.acquire()
        print(number)
        semaphore.release()
        sleep(0.25 / speed)


Thread(target=print_for_ever, args=(1,)).start()
Thread(target=print_for_ever, args=(2,)).start()

# arguments: 50
# expect-re: 1|2
# expect-re: 1|2
# expect-re: 1|2
# expect-re: 1|2
# expect-re: 1|2
# expect-re: 1|2
# expect-re: 1|2
# expect-re: 1|2
# expect-stop: after 8 lines
