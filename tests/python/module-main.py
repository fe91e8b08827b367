"""The program is the module __main__."""

import sys

value = 7
print(__name__, sys.modules["__main__"].value)
print(sys.modules["__main__"].__file__.endswith("main.py"))
if __name__ == "__main__":
    print("guarded")

# expect: __main__ 7
# expect: True
# expect: guarded
