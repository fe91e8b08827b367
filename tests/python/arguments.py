"""Arguments come as they are, those too that begin with a dash."""

import sys

print(len(sys.argv), sys.argv[0].endswith("main.py"))
for argument in sys.argv[1:]:
    print(repr(argument))

# arguments: ["-", "--set", "x=1", "", "a b", "ü", "-c", "--", "--json"]
# expect: 10 True
# expect: '-'
# expect: '--set'
# expect: 'x=1'
# expect: ''
# expect: 'a b'
# expect: 'ü'
# expect: '-c'
# expect: '--'
# expect: '--json'
