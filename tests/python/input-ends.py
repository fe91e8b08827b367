"""input() raises EOFError where there is nothing more."""

print(input())
try:
    input()
except EOFError as error:
    print("EOFError:", error)
input("? ")

# stdin: one
# expect: one
# expect: EOFError: EOF when reading a line
# expect: ? 
# exit: 1
# expect-err: EOFError: EOF when reading a line
