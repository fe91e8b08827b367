"""join() is refused where it could never return."""

from threading import Thread, current_thread

for thread in [Thread(), current_thread()]:
    try:
        thread.join()
    except RuntimeError as error:
        print(error)

def join_myself():
    try:
        current_thread().join()
    except RuntimeError as error:
        print(error)

thread = Thread(target=join_myself)
thread.start()
thread.join()
thread.join()
print("joined twice")

# expect: cannot join thread before it is started
# expect: cannot join current thread
# expect: cannot join current thread
# expect: joined twice
