"""Files are written, read, appended to, renamed, removed."""

import os

with open("notes.txt", "w") as file:
    print(file.write("one\ntwo\n"))
with open("notes.txt", "a") as file:
    print("three", file=file)
with open("notes.txt") as file:
    print([line.rstrip() for line in file], file.closed, file.name)
with open("notes.txt", "r+b") as file:
    file.seek(4)
    print(file.read(3), file.tell())
    file.seek(0)
    file.write(b"ONE")
    file.truncate(8)
print(open("notes.txt").read().split(), os.path.getsize("notes.txt"))
os.rename("notes.txt", "moved.txt")
print(sorted(os.listdir()), os.path.exists("notes.txt"))
os.makedirs("a/b")
os.replace("moved.txt", "a/b/c.txt")
print([(path, folders, files) for path, folders, files in os.walk("a")])
os.remove("a/b/c.txt")
os.rmdir("a/b")
print(os.listdir("a"))

# expect: 8
# expect: ['one', 'two', 'three'] False notes.txt
# expect: b'two' 7
# expect: ['ONE', 'two'] 8
# expect: ['main.py', 'moved.txt'] False
# expect: [('a', ['b'], []), ('a/b', [], ['c.txt'])]
# expect: []
