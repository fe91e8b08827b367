"""An exception of one's own, in a module and without a text."""

import json

class TooMany(Exception):
    """More than fit."""

try:
    raise TooMany(3, "four")
except TooMany as error:
    print(error, error.args, repr(error))
raise TooMany

# expect: (3, 'four') (3, 'four') TooMany(3, 'four')
# exit: 1
# expect-err:     raise TooMany
# expect-err: TooMany
