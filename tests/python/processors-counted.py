"""How many processors there are is a number from 1 on, and the same for all who ask."""

import os

print(type(os.cpu_count()).__name__, os.cpu_count() >= 1)
print(os.process_cpu_count() >= 1)

# cpython: >=3.13
# expect: int True
# expect: True
