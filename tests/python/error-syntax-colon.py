"""A colon is missing."""

def f()
    pass

# exit: 1
# expect-err:   File "main.py", line 3
# expect-err:     def f()
# expect-err:            ^
# expect-err: SyntaxError: expected ':'
