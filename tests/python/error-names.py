"""What is not there is named, with what may have been meant."""

import math

for act in [lambda: undefined, lambda: math.sqroot, lambda: "a" + 1, lambda: [1][3], lambda: {}["k"], lambda: int("x"), lambda: len(5), lambda: (lambda a: a)()]:
    try:
        act()
    except Exception as error:
        print(type(error).__name__, error, sep=": ")
lenght = 1
print(length)

# expect: NameError: name 'undefined' is not defined
# expect: AttributeError: module 'math' has no attribute 'sqroot'
# expect: TypeError: can only concatenate str (not "int") to str
# expect: IndexError: list index out of range
# expect: KeyError: 'k'
# expect: ValueError: invalid literal for int() with base 10: 'x'
# expect: TypeError: object of type 'int' has no len()
# expect: TypeError: <lambda>.<locals>.<lambda>() missing 1 required positional argument: 'a'
# exit: 1
# expect-err: NameError: name 'length' is not defined. Did you mean: 'lenght'?
