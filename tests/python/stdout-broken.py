"""What stands in place of sys.stdout fails."""

import sys

class Broken:
    def write(self, text):
        raise OSError("the paper is used up")

    def flush(self):
        pass

sys.stdout = Broken()
print("x")

# exit: 1
# expect-err:   File "main.py", line 13, in <module>
# expect-err:     print("x")
# expect-err: OSError: the paper is used up
