"""CPython takes this module at its start: what it prints comes line by line, into a pipe too, as into a terminal.

Unbuffered is no way: print() would write a line and its end apart, and let other threads write between them.
"""

import sys

sys.stdout.reconfigure(line_buffering=True)
