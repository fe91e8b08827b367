"""The files that came with the program lie beside it."""

import os

with open("data.txt") as file:
    print(file.read().split())
with open("deep/er/more.txt", encoding="utf-8") as file:
    print(file.read().strip())
print(sorted(os.listdir("deep")), os.path.isdir("deep/er"))

# expect: ['one', 'two', 'three']
# expect: more, ä
# expect: ['er'] True
