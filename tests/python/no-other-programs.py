"""A page runs no other program."""

import os
import subprocess

for act in [lambda: subprocess.run(["ls"]), lambda: os.popen("ls").read()]:
    try:
        print(act())
    except (ImportError, OSError, NotImplementedError) as error:
        print("refused", len(str(error).split()) > 3)

# only: page
# expect: refused True
# expect: refused True
