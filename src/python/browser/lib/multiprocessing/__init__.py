"""Processes: not there yet. What asks only for their number is, and all other names say so when they are called."""

import os as _os

_WHY = (
    "there are no processes here yet: of multiprocessing there is cpu_count() alone. "
    "The lessons “pool-square” and “threads-vs-processes” show processes; "
    "threading and concurrent.futures.ThreadPoolExecutor are here"
)


class ProcessError(Exception):
    pass


class BufferTooShort(ProcessError):
    pass


class TimeoutError(ProcessError):
    pass


class AuthenticationError(ProcessError):
    pass


def cpu_count():
    """Returns the number of CPUs in the system"""
    count = _os.cpu_count()
    if count is None:
        raise NotImplementedError("cannot determine number of cpus")
    return count


def freeze_support():
    """Check whether this is a fake forked process in a frozen executable."""


def active_children():
    """Return list of process objects corresponding to live child processes"""
    return []


def _refused(name):
    def refuse(*args, **named):
        raise NotImplementedError(_WHY)

    refuse.__name__ = refuse.__qualname__ = name
    return refuse


class Process:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        raise NotImplementedError(_WHY)


for _name in (
    "Array Barrier BoundedSemaphore Condition Event JoinableQueue Lock Manager Pipe Pool Queue RLock RawArray "
    "RawValue Semaphore SimpleQueue Value current_process get_context get_start_method parent_process "
    "set_start_method"
).split():
    globals()[_name] = _refused(_name)

__all__ = [_name for _name in globals() if not _name.startswith("_")]
