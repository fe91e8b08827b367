"""sys.exit() in a thread ends that thread, without a word."""

import sys
from threading import Thread

def leave():
    print("leaves")
    sys.exit(3)

thread = Thread(target=leave)
thread.start()
thread.join()
print("main goes on")

# expect: leaves
# expect: main goes on
