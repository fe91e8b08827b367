"""The module traceback tells the same as text."""

import sys
import traceback

def fail():
    raise LookupError("gone")

try:
    fail()
except LookupError as error:
    lines = traceback.format_exception(error)
    print(lines[0].strip(), lines[-1].strip(), sep=" … ")
    print(traceback.extract_tb(error.__traceback__)[-1].name, sys.exc_info()[1] is error)
print(sys.exc_info())

# expect: Traceback (most recent call last): … LookupError: gone
# expect: fail True
# expect: (None, None, None)
