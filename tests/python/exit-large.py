"""Of a larger number the system keeps one byte."""

import sys

print("before")
sys.exit(256 + 7)

# only: cpython, native
# expect: before
# exit: 7
