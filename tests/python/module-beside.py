"""A module and a package beside the program can be imported."""

import greeting
from package import part

print(greeting.hello("Ada"))
print(part.VALUE, part.__name__, greeting.__name__)
try:
    import package.missing
except ModuleNotFoundError as error:
    print(error)

# expect: hello, Ada
# expect: 42 package.part greeting
# expect: No module named 'package.missing'
