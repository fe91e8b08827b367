"""A thread that calls itself without end, through C too."""

from threading import Thread

class Endless:
    def __add__(self, other):
        return self + other

def work():
    for act in [lambda: down(0), lambda: Endless() + 1]:
        try:
            act()
        except RecursionError:
            print("RecursionError")

def down(n):
    return down(n + 1)

thread = Thread(target=work)
thread.start()
thread.join()
Thread(target=down, args=(0,)).start()

# expect: RecursionError
# expect: RecursionError
# expect-err: Exception in thread Thread-2 (down):
# expect-err-re: RecursionError: maximum recursion depth exceeded.*
