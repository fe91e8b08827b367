"""What nobody catches ends the program, with a traceback on stderr and 1."""

def inner(x):
    return 10 / x

def outer():
    return inner(0)

print("before")
outer()
print("never")

# expect: before
# exit: 1
# expect-err: Traceback (most recent call last):
# expect-err:   File "main.py", line 10, in <module>
# expect-err:     outer()
# expect-err:   File "main.py", line 7, in outer
# expect-err:     return inner(0)
# expect-err:   File "main.py", line 4, in inner
# expect-err:     return 10 / x
# expect-err: ZeroDivisionError: division by zero
