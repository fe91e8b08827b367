"""The module _thread, on which threading stands."""

import _thread

def work(number):
    results.append(number)
    if number == 2:
        _thread.exit()
    results.append("still here")
    done.release()

results = []
done = _thread.allocate_lock()
done.acquire()
print(type(_thread.start_new_thread(work, (1,))) is int)
done.acquire()
print(results, done.locked())
print(_thread.error is RuntimeError, isinstance(_thread.get_ident(), int))
lock = _thread.allocate_lock()
with lock:
    print(lock.acquire(False), lock.acquire(timeout=0.001), lock.locked())
try:
    lock.release()
except RuntimeError as error:
    print(error)
try:
    _thread.start_new_thread(work, 1)
except TypeError as error:
    print("TypeError")

# expect: True
# expect: [1, 'still here'] True
# expect: True True
# expect: False False True
# expect: release unlocked lock
# expect: TypeError
