"""print() with its separators, its ends and its files."""

import sys

print(1, 2, 3, sep="-", end="!\n")
print("no newline ", end="")
print("yet")
print()
print("to stderr", file=sys.stderr)
sys.stdout.write("written\n")
print("the last line has no end", end="")

# expect: 1-2-3!
# expect: no newline yet
# expect:
# expect: written
# expect: the last line has no end
# expect-err: to stderr
