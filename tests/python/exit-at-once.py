"""os._exit() ends at once: nothing is done any more."""

import atexit
import os
import sys

atexit.register(print, "never")
print("before")
sys.stdout.flush()
try:
    os._exit(4)
finally:
    print("never")

# expect: before
# exit: 4
