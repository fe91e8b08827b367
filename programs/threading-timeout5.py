"""The main program waits for a thread, but five seconds at most.

join(timeout=5) returns after five seconds, whether the thread has ended or not.
It does not end the thread: nobody can do that from outside. One can only ask,
and the thread must look whether it was asked. An Event is made for that.

An argument divides all the times: with 10 the program takes half a second.
"""

import sys
from threading import Event, Thread
from time import sleep

speed = float(sys.argv[1]) if len(sys.argv) > 1 else 1

stop = Event()


def count():
    number = 0
    while not stop.is_set():
        number += 1
        print(number)
        sleep(1 / speed)


thread = Thread(target=count)
thread.start()

thread.join(timeout=5 / speed)
if thread.is_alive():
    print("main: five seconds are over, and it still counts")
    stop.set()

thread.join()
print("main: now it has ended")

# How far it counts meanwhile depends on how busy the machine is, and so does
# whether it prints once more before it looks at the event.
#
# arguments: 20
# expect: 1
# expect-many-re: \d+|main: five seconds are over, and it still counts
# expect: main: now it has ended
