"""os._exit() in a thread ends the whole program."""

import os
import sys
from threading import Event, Thread

def leave():
    print("leaves")
    sys.stdout.flush()
    os._exit(5)

Thread(target=leave).start()
Event().wait()  # for ever

# expect: leaves
# exit: 5
