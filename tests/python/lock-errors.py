"""What a lock refuses."""

from threading import Lock, RLock

def tried(what, *args, **kwargs):
    try:
        print(what(*args, **kwargs))
    except (RuntimeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error, sep=": ")

tried(Lock().release)
tried(RLock().release)
tried(Lock().acquire, False, 1)
tried(Lock().acquire, timeout=-2)

# expect: RuntimeError: release unlocked lock
# expect: RuntimeError: cannot release un-acquired lock
# expect: ValueError: can't specify a timeout for a non-blocking call
# expect-re: ValueError: timeout value must be (a non-negative number|positive)
