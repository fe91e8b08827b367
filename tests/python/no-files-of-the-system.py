"""A program finds no file but those that it was given and wrote."""

import os

for path in ["/etc/passwd", "/proc/cpuinfo", "/proc/self/environ", "/dev/mem", "../../../../etc/passwd"]:
    try:
        print(open(path).read())
    except OSError as error:
        print(type(error).__name__, path)
print([name for name in os.listdir("/") if name in ("etc", "proc", "root", "usr")])

# only: page
# expect-re: (FileNotFoundError|PermissionError) /etc/passwd
# expect-re: (FileNotFoundError|PermissionError) /proc/cpuinfo
# expect-re: (FileNotFoundError|PermissionError) /proc/self/environ
# expect-re: (FileNotFoundError|PermissionError) /dev/mem
# expect-re: (FileNotFoundError|PermissionError) ../../../../etc/passwd
# expect: []
