"""How many processors are there?

A program that shares its work among processors first asks how many it has.
They are counted as the system sees them: one processor that runs two threads
at once counts as two.
"""

import multiprocessing

print("processors:", multiprocessing.cpu_count())

# expect-re: processors: [1-9]\d*
