"""A traceback names the file in which it happened."""

import helper

print(helper.half(4))
helper.half("x")

# expect: 2.0
# exit: 1
# expect-err:   File "main.py", line 6, in <module>
# expect-err:     helper.half("x")
# expect-err:   File "helper.py", line 4, in half
# expect-err:     return number / 2
# expect-err: TypeError: unsupported operand type(s) for /: 'str' and 'int'
