"""What goes wrong with files has names, and says of which file."""

import os

os.mkdir("folder")
open("folder/file", "w").close()

def tried(act, *args):
    try:
        print(act(*args))
    except (OSError, ValueError) as error:
        print(type(error).__name__, error, sep=": ")

tried(open, "missing.txt")
tried(open, "folder")
tried(open, "file.txt", "z")
tried(open, "folder/file", "x")
tried(open, "missing/file", "w")
tried(os.mkdir, "folder")
tried(os.rmdir, "folder")
tried(os.remove, "missing.txt")
tried(os.listdir, "missing")
tried(open("folder/file").write, "x")
try:
    open("missing.txt")
except FileNotFoundError as error:
    print(error.errno, error.strerror, error.filename)

# expect: FileNotFoundError: [Errno 2] No such file or directory: 'missing.txt'
# expect: IsADirectoryError: [Errno 21] Is a directory: 'folder'
# expect: ValueError: invalid mode: 'z'
# expect: FileExistsError: [Errno 17] File exists: 'folder/file'
# expect: FileNotFoundError: [Errno 2] No such file or directory: 'missing/file'
# expect: FileExistsError: [Errno 17] File exists: 'folder'
# expect: OSError: [Errno 39] Directory not empty: 'folder'
# expect: FileNotFoundError: [Errno 2] No such file or directory: 'missing.txt'
# expect: FileNotFoundError: [Errno 2] No such file or directory: 'missing'
# expect: UnsupportedOperation: not writable
# expect: 2 No such file or directory missing.txt
