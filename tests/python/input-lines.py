"""What input() and sys.stdin read."""

import sys

name = input()
number = int(input("how many? "))
print(f"{name} {number}")
print(sys.stdin.readline().rstrip())
print([line.rstrip() for line in sys.stdin])

# stdin: Ada
# stdin: 3
# stdin: a line
# stdin: and
# stdin:
# stdin: more
# expect: how many? Ada 3
# expect: a line
# expect: ['and', '', 'more']
