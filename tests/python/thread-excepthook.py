"""threading.excepthook hears of what a thread raised."""

import threading

def heard(args):
    print(args.exc_type.__name__, args.exc_value, args.thread.name, args.exc_traceback is not None)

def fail():
    raise ValueError("no")

threading.excepthook = heard
thread = threading.Thread(target=fail, name="Ada")
thread.start()
thread.join()

threading.excepthook = threading.__excepthook__
print("back")
thread = threading.Thread(target=fail, name="Grace")
thread.start()
thread.join()

# expect: ValueError no Ada True
# expect: back
# expect-err: Exception in thread Grace:
# expect-err: Traceback (most recent call last):
# expect-err:   File "main.py", line 9, in fail
# expect-err:     raise ValueError("no")
# expect-err: ValueError: no
