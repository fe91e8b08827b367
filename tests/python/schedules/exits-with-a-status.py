import threading

import sys

threading.Thread(target=print, args=("hello",)).start()
sys.exit(3)

# search: breaks raised exit=3 always=true
