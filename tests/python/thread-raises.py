"""A thread that raises ends, with a traceback; the program goes on and exits with 0."""

from threading import Thread

def divide(a, b):
    return a / b

thread = Thread(target=divide, args=(1, 0))
thread.start()
thread.join()
print("the program goes on", thread.is_alive())

# expect: the program goes on False
# expect-err: Exception in thread Thread-1 (divide):
# expect-err: Traceback (most recent call last):
# expect-err:   File "main.py", line 6, in divide
# expect-err:     return a / b
# expect-err: ZeroDivisionError: division by zero
