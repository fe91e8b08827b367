"""A lock has no owner: another thread may release it. So it can be a signal."""

from threading import Lock, Thread

def work():
    print("work")
    lock.release()

lock = Lock()
lock.acquire()
Thread(target=work).start()
lock.acquire()
print("main goes on")

# expect: work
# expect: main goes on
