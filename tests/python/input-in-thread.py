"""Threads may read too; each line goes to one of them."""

from threading import Thread

def read():
    lines.append(input())

lines = []
threads = [Thread(target=read) for _ in range(3)]
for thread in threads:
    thread.start()
    thread.join()
print(lines)

# stdin: a
# stdin: b
# stdin: c
# expect: ['a', 'b', 'c']
