"""A block that is not indented."""

if True:
print("never")

# exit: 1
# expect-err:   File "main.py", line 4
# expect-err:     print("never")
# expect-err: IndentationError: expected an indented block after 'if' statement on line 3
