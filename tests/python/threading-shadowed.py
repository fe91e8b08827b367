"""A file threading.py beside the program is imported in place of the library's."""

import threading

print(threading.WHO)
threading.Thread()

# expect: the file beside the program
# exit: 1
# expect-err-re: AttributeError: module 'threading' has no attribute 'Thread'.*
