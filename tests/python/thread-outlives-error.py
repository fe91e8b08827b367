"""A thread goes on where the main program raises; the exit status is 1 all the same."""

from threading import Thread, main_thread

def last():
    main_thread().join()
    print("the thread goes on")

Thread(target=last).start()
raise KeyError("main")

# expect: the thread goes on
# expect-err: Traceback (most recent call last):
# expect-err:   File "main.py", line 10, in <module>
# expect-err:     raise KeyError("main")
# expect-err: KeyError: 'main'
# exit: 1
