"""The program ends with its last thread, and only then runs what atexit was given."""

import atexit
from threading import Thread, main_thread

def last():
    main_thread().join()
    print("thread: main has ended,", main_thread().is_alive())

atexit.register(print, "atexit")
Thread(target=last).start()
print("main ends")

# expect: main ends
# expect: thread: main has ended, False
# expect: atexit
