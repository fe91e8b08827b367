"""Two threads print the time, one every two seconds, the other every four.

A version of this program goes round that starts nothing. It was written for
Python 2 and calls thread.start_new_thread(). That module is named _thread
today, so the call raises a NameError; and an "except:" that catches everything
turns it into "Error: unable to start thread". Name the exceptions that you
expect, and the others will tell you what is wrong.

An argument divides all the times: with 100 the program takes a fifth of a second.
"""

import sys
from threading import Thread
from time import ctime, sleep

speed = float(sys.argv[1]) if len(sys.argv) > 1 else 1


def print_time(name, delay):
    for _ in range(5):
        sleep(delay / speed)
        print(f"{name}: {ctime()}")


threads = [
    Thread(target=print_time, args=("Thread-1", 2)),
    Thread(target=print_time, args=("Thread-2", 4)),
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("both are done")

# arguments: 100
# expect-unordered-re: Thread-1: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-1: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-1: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-1: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-1: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-2: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-2: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-2: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-2: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect-unordered-re: Thread-2: \w{3} \w{3} [ \d]\d \d\d:\d\d:\d\d \d{4}
# expect: both are done
