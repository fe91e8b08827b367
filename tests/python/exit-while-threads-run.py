"""sys.exit() in main waits for the other threads, and keeps its number."""

import sys
from threading import Thread, main_thread

def last():
    main_thread().join()
    print("thread")

Thread(target=last).start()
print("main")
sys.exit(6)

# expect: main
# expect: thread
# exit: 6
