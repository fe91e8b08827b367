"""A program that cannot be read does not begin."""

print("never")
numbers = [1, 2, 3
print(numbers)

# exit: 1
# expect-err:   File "main.py", line 4
# expect-err:     numbers = [1, 2, 3
# expect-err:               ^
# expect-err: SyntaxError: '[' was never closed
