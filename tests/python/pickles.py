"""Objects to bytes and back."""

import pickle
import threading
from dataclasses import dataclass

@dataclass
class Point:
    x: int
    y: int = 0

shared = [1]
value = {"a": (1, 2.5, None), "p": Point(3), "s": {1}, "one": shared, "two": shared, "big": 2 ** 100}
copy = pickle.loads(pickle.dumps(value))
print(copy == value, copy["one"] is copy["two"], copy["p"])
print([pickle.loads(pickle.dumps(value, protocol)) == value for protocol in range(6)])
print(pickle.loads(pickle.dumps(len)) is len)
for one in [lambda: 0, threading.Lock(), (number for number in [])]:
    try:
        pickle.dumps(one)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        print("refused", type(one).__name__)
try:
    pickle.loads(b"nothing")
except pickle.UnpicklingError as error:
    print(error)

# expect: True True Point(x=3, y=0)
# expect: [True, True, True, True, True, True]
# expect: True
# expect: refused function
# expect: refused lock
# expect: refused generator
# expect: invalid load key, 'n'.
