"""Temporary files are gone afterwards."""

import os
import tempfile

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "x")
    with open(path, "w") as file:
        file.write("x")
    print(os.listdir(folder))
print(os.path.exists(folder))
with tempfile.TemporaryFile("w+") as file:
    file.write("text")
    file.seek(0)
    print(file.read())
with tempfile.NamedTemporaryFile() as file:
    print(os.path.exists(file.name))
print(os.path.exists(file.name))

# expect: ['x']
# expect: False
# expect: text
# expect: True
# expect: False
