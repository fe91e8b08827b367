"""A barrier is broken by abort(), by a timeout, by an action that raises; reset() mends it."""

from threading import Barrier, BrokenBarrierError, Thread

def wait(barrier, how):
    try:
        barrier.wait()
    except BrokenBarrierError:
        print(how, "broken")

def waiting(barrier, how):
    thread = Thread(target=wait, args=(barrier, how))
    thread.start()
    while barrier.n_waiting == 0 and not barrier.broken:
        pass
    return thread

barrier = Barrier(2)
thread = waiting(barrier, "abort:")
barrier.abort()
thread.join()
print(barrier.broken)
barrier.reset()
print(barrier.broken)
try:
    barrier.wait(0.01)
except BrokenBarrierError:
    print("timeout: broken", barrier.broken)
barrier.reset()
thread = waiting(barrier, "reset:")
barrier.reset()
thread.join()

def fail():
    raise ValueError("in the action")

barrier = Barrier(1, fail)
try:
    barrier.wait()
except ValueError as error:
    print(error, barrier.broken)

# expect: abort: broken
# expect: True
# expect: False
# expect: timeout: broken True
# expect: reset: broken
# expect: in the action True
