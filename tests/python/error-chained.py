"""An exception knows the one from which it came."""

def read(text):
    try:
        return int(text)
    except ValueError as error:
        raise KeyError(text) from error

try:
    read("x")
except KeyError:
    raise RuntimeError("cannot go on")

# exit: 1
# expect-err: Traceback (most recent call last):
# expect-err: ValueError: invalid literal for int() with base 10: 'x'
# expect-err: The above exception was the direct cause of the following exception:
# expect-err: KeyError: 'x'
# expect-err: During handling of the above exception, another exception occurred:
# expect-err:   File "main.py", line 12, in <module>
# expect-err:     raise RuntimeError("cannot go on")
# expect-err: RuntimeError: cannot go on
