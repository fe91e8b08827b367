"""How often threads change can be asked and set."""

import sys

print(sys.getswitchinterval())
sys.setswitchinterval(0.001)
print(sys.getswitchinterval())
for interval in [0, -1]:
    try:
        sys.setswitchinterval(interval)
    except ValueError as error:
        print(error)

# expect: 0.005
# expect: 0.001
# expect: switch interval must be strictly positive
# expect: switch interval must be strictly positive
