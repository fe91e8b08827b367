"""sys.exit() without a number is an end without an error."""

import sys

print("before")
sys.exit()

# expect: before
