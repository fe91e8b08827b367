"""A function that calls itself without end."""

import sys

def down(n):
    return down(n + 1)

try:
    down(0)
except RecursionError as error:
    print("RecursionError:", str(error)[:32])
print("and on it goes")
down(0)

# exit: 1
# expect: RecursionError: maximum recursion depth exceeded
# expect: and on it goes
# expect-err: Traceback (most recent call last):
# expect-err:   File "main.py", line 13, in <module>
# expect-err:   File "main.py", line 6, in down
# expect-err-re:   \[Previous line repeated \d+ more times\]
# expect-err-re: RecursionError: maximum recursion depth exceeded.*
