"""Deleting __builtins__ takes nothing from code that already runs."""

from threading import Thread

print("before")
del __builtins__
print("still there", len("abc"))

def work():
    print("in a thread too")

thread = Thread(target=work)
thread.start()
thread.join()
try:
    __builtins__
except NameError as error:
    print(error)

# expect: before
# expect: still there 3
# expect: in a thread too
# expect: name '__builtins__' is not defined
