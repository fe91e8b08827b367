"""A program may put something else in place of sys.stdout."""

import io
import sys
from contextlib import redirect_stdout

class Loud:
    def write(self, text):
        sys.__stdout__.write(text.upper())

    def flush(self):
        sys.__stdout__.flush()

sys.stdout = Loud()
print("loud")
sys.stdout = sys.__stdout__
with redirect_stdout(io.StringIO()) as caught:
    print("caught")
print(repr(caught.getvalue()))
sys.stdout = None
print("nowhere")
sys.stdout = sys.__stdout__
print("back")

# expect: LOUD
# expect: 'caught\n'
# expect: back
