"""sys.exit("text") prints the text on stderr, and ends with 1."""

import sys

print("before")
sys.exit("this is why")

# expect: before
# exit: 1
# expect-err: this is why
