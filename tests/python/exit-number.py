"""sys.exit(n) ends with n, and does what is in finally."""

import sys

try:
    sys.exit(3)
finally:
    print("finally")

# expect: finally
# exit: 3
