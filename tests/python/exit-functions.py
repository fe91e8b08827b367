"""atexit calls what was registered, the last first; what raises there is told."""

import atexit

@atexit.register
def first():
    print("registered first")

atexit.register(print, "registered", "second", sep=" ")
atexit.register(lambda: 1 / 0)
atexit.unregister(atexit.register(lambda: print("never")))
print("the end of the program")

# expect: the end of the program
# expect: registered second
# expect: registered first
# expect-err: ZeroDivisionError: division by zero
