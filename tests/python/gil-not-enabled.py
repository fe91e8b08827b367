"""A program can ask whether there is a GIL."""

import sys

print(sys._is_gil_enabled())

# cpython: >=3.13
# interpreter: free-threaded
# expect: False
