"""A page cannot copy a process, or become another program."""

import os

for name, args in [("fork", ()), ("execv", ("/bin/sh", ["sh"]))]:
    try:
        getattr(os, name)(*args)
        print("did it")
    except (OSError, NotImplementedError, AttributeError) as error:
        print(name, "refused", len(str(error).split()) > 3)

# only: page
# expect: fork refused True
# expect: execv refused True
