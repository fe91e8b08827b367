# The model of `threading` in which a program is searched: CPython's names and errors, a step for each call. It stands in the place
# of the library's own while a program's schedules are searched, and nowhere else.

import _explore as own
from _thread import _local as local

__all__ = [
    "Barrier",
    "BoundedSemaphore",
    "BrokenBarrierError",
    "Condition",
    "Event",
    "ExceptHookArgs",
    "Lock",
    "RLock",
    "Semaphore",
    "Thread",
    "ThreadError",
    "TIMEOUT_MAX",
    "Timer",
    "active_count",
    "current_thread",
    "enumerate",
    "excepthook",
    "get_ident",
    "get_native_id",
    "getprofile",
    "gettrace",
    "local",
    "main_thread",
    "setprofile",
    "settrace",
    "stack_size",
]

TIMEOUT_MAX = 9223372036.0
ThreadError = RuntimeError


def _patience(blocking, timeout):
    if not blocking and timeout != -1:
        raise ValueError("can't specify a timeout for a non-blocking call")
    if timeout < 0 and timeout != -1:
        raise ValueError("timeout value must be a non-negative number")
    if timeout > TIMEOUT_MAX:
        raise OverflowError("timeout value is too large")
    if not blocking:
        return 0.0
    return None if timeout == -1 else float(timeout)


class Lock:
    def __init__(self):
        self._explore_number = own.made(self, "Lock", 1)

    def acquire(self, blocking=True, timeout=-1):
        return own.take(self._explore_number, _patience(blocking, timeout), "acquire")

    def release(self):
        if not own.give(self._explore_number, 1, 1, "release"):
            raise RuntimeError("release unlocked lock")

    def __enter__(self):
        return own.take(self._explore_number, None, "acquire")

    def __exit__(self, *exception):
        self.release()

    def locked(self):
        return own.look(self._explore_number, "locked") == 0

    acquire_lock = acquire
    release_lock = release
    locked_lock = locked

    def _at_fork_reinit(self):
        pass

    def __reduce__(self):
        raise TypeError("cannot pickle '_thread.lock' object")

    def __repr__(self):
        return "<_thread.lock object>"

    # What a condition needs.
    def _is_owned(self):
        return not own.free(self._explore_number)

    def _release_save(self):
        return None

    def _acquire_restore(self, saved):
        pass


LockType = Lock


class RLock:
    def __init__(self):
        self._explore_number = own.made(self, "RLock", 1)
        self._owner = None
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        patience = _patience(blocking, timeout)
        me = own.me()
        if self._owner == me:
            own.touch(self._explore_number, "acquire")
            self._count += 1
            return True
        if own.take(self._explore_number, patience, "acquire"):
            self._owner = me
            self._count = 1
            return True
        return False

    def release(self):
        if self._owner != own.me():
            raise RuntimeError("cannot release un-acquired lock")
        if self._count > 1:
            own.touch(self._explore_number, "release")
            self._count -= 1
            return
        self._owner = None
        self._count = 0
        own.give(self._explore_number, 1, 1, "release")

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exception):
        self.release()

    def locked(self):
        return own.look(self._explore_number, "locked") == 0

    def _at_fork_reinit(self):
        pass

    def __reduce__(self):
        raise TypeError("cannot pickle '_thread.RLock' object")

    def __repr__(self):
        return "<_thread.RLock object>"

    def _is_owned(self):
        return self._owner == own.me()

    def _release_save(self):
        saved = self._owner, self._count
        self._owner, self._count = None, 0
        return saved

    def _acquire_restore(self, saved):
        self._owner, self._count = saved


_RLock = RLock


class Condition:
    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._explore_number = own.made(self, "Condition", 0)
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exception):
        return self._lock.__exit__(*exception)

    def __repr__(self):
        return f"<Condition({self._lock})>"

    def locked(self):
        return self._lock.locked()

    def _is_owned(self):
        return self._lock._is_owned()

    def wait(self, timeout=None):
        if not self._lock._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        if timeout is not None:
            timeout = max(float(timeout), 0.0)
        saved = self._lock._release_save()
        try:
            return own.wait_at(self._explore_number, self._lock._explore_number, timeout)
        finally:
            self._lock._acquire_restore(saved)

    def wait_for(self, predicate, timeout=None):
        end = None if timeout is None else own.now() + timeout
        result = predicate()
        while not result:
            left = None if end is None else end - own.now()
            if left is not None and left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        if not self._lock._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        own.notify(self._explore_number, n, "notify")

    def notify_all(self):
        if not self._lock._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        own.notify(self._explore_number, 1 << 30, "notify_all")

    notifyAll = notify_all


class Semaphore:
    _bound = -1

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._explore_number = own.made(self, type(self).__name__, value)

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        patience = 0.0 if not blocking else None if timeout is None else max(float(timeout), 0.0)
        return own.take(self._explore_number, patience, "acquire")

    def __enter__(self):
        return self.acquire()

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        if not own.give(self._explore_number, n, self._bound, "release"):
            raise ValueError("Semaphore released too many times")

    def __exit__(self, *exception):
        self.release()

    @property
    def _value(self):
        return own.look(self._explore_number, "_value")


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        super().__init__(value)
        self._bound = value


class Event:
    def __init__(self):
        self._explore_number = own.made(self, "Event", 0)

    def is_set(self):
        return own.look(self._explore_number, "is_set") > 0

    isSet = is_set

    def set(self):
        own.set(self._explore_number, 1, "set")

    def clear(self):
        own.set(self._explore_number, 0, "clear")

    def wait(self, timeout=None):
        if timeout is not None:
            timeout = max(float(timeout), 0.0)
        return own.wait(self._explore_number, timeout)

    @property
    def _flag(self):
        return self.is_set()

    def __repr__(self):
        return "<threading.Event>"


class BrokenBarrierError(RuntimeError):
    pass


class Barrier:
    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._parties = parties
        self._action = action
        self._timeout = timeout
        self._explore_index = 0
        self._explore_number = own.made(self, "Barrier", 0)

    def wait(self, timeout=None):
        if timeout is None:
            timeout = self._timeout
        if timeout is not None:
            timeout = max(float(timeout), 0.0)
        if own.is_broken(self._explore_number):
            raise BrokenBarrierError
        way = own.pass_barrier(self._explore_number, self._parties, self._action is not None, timeout)
        if way == 2:
            raise BrokenBarrierError
        if way == 0:
            self._explore_index = self._parties - 1
            if self._action is not None:
                try:
                    self._action()
                except BaseException:
                    own.break_barrier(self._explore_number, True, "abort")
                    raise
                own.open_barrier(self._explore_number)
            return self._parties - 1
        self._explore_index -= 1
        return self._explore_index

    def reset(self):
        if own.waiting_at(self._explore_number, self._parties):
            own.uncontrolled("Barrier.reset while threads wait at it")
        own.break_barrier(self._explore_number, False, "reset")

    def abort(self):
        own.break_barrier(self._explore_number, True, "abort")

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        own.uncontrolled("Barrier.n_waiting")
        return own.waiting_at(self._explore_number, self._parties)

    @property
    def broken(self):
        return own.is_broken(self._explore_number)


class _Counter:
    threads = 0


_threads = {}
_main = None


def _begin():
    # Before each run: as if nothing had been.
    global _main
    _Counter.threads = 0
    _threads.clear()
    _exits.clear()
    _main = _MainThread()
    _threads[0] = _main
    globals()["excepthook"] = _excepthook


class Thread:
    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        assert group is None, "group argument must be None for now"
        if name:
            name = str(name)
        else:
            _Counter.threads += 1
            name = f"Thread-{_Counter.threads}"
            if target is not None:
                try:
                    name += f" ({target.__name__})"
                except AttributeError:
                    pass
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        self._daemonic = current_thread().daemon if daemon is None else bool(daemon)
        self._explore_number = None
        self._explore_started = False
        self._initialized = True

    def start(self):
        if not getattr(self, "_initialized", False):
            raise RuntimeError("thread.__init__() not called")
        if self._explore_started:
            raise RuntimeError("threads can only be started once")
        self._explore_started = True
        self._explore_number = own.start(self._bootstrap, self._name, self._daemonic)

    def _bootstrap(self):
        self._explore_number = own.me()
        _threads[own.me()] = self
        try:
            self.run()
        except own.Left:
            raise
        except SystemExit:
            pass
        except BaseException as error:
            _tell(self, error)

    def run(self):
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            del self._target, self._args, self._kwargs

    def join(self, timeout=None):
        if not getattr(self, "_initialized", False):
            raise RuntimeError("Thread.__init__() not called")
        if self._explore_number is None:
            raise RuntimeError("cannot join thread before it is started")
        if self._explore_number == own.me():
            raise RuntimeError("cannot join current thread")
        if timeout is not None:
            timeout = max(float(timeout), 0.0)
        own.join(self._explore_number, self._name, timeout)

    def is_alive(self):
        if self._explore_number is None:
            return False
        return own.is_alive(self._explore_number, self._name)

    def __repr__(self):
        state = "initial" if self._explore_number is None else "started" if own.lives(self._explore_number) else "stopped"
        if self._daemonic:
            state += " daemon"
        return f"<{type(self).__name__}({self._name}, {state})>"

    @property
    def name(self):
        return self._name

    @name.setter
    def name(self, name):
        self._name = str(name)

    @property
    def ident(self):
        return None if self._explore_number is None else self._explore_number + 1

    native_id = ident

    @property
    def daemon(self):
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if self._explore_number is not None:
            raise RuntimeError("cannot set daemon status of active thread")
        self._daemonic = daemonic

    def getName(self):
        return self.name

    def setName(self, name):
        self.name = name

    def isDaemon(self):
        return self.daemon

    def setDaemon(self, daemonic):
        self.daemon = daemonic


class _MainThread(Thread):
    def __init__(self):
        self._name = "MainThread"
        self._daemonic = False
        self._explore_number = 0
        self._initialized = True


class Timer(Thread):
    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = [] if args is None else args
        self.kwargs = {} if kwargs is None else kwargs
        self.finished = Event()

    def cancel(self):
        self.finished.set()

    def run(self):
        if not self.finished.wait(self.interval):
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class ExceptHookArgs:
    def __init__(self, given):
        self.exc_type, self.exc_value, self.exc_traceback, self.thread = given


def _excepthook(args):
    if args.exc_type is SystemExit:
        return
    own.raised(args.exc_value, args.thread.name)


excepthook = __excepthook__ = _excepthook


def _tell(thread, error):
    hook = excepthook
    if hook is not _excepthook:
        hook(ExceptHookArgs((type(error), error, error.__traceback__, thread)))
    # Nobody has caught it, whatever is said of it.
    _excepthook(ExceptHookArgs((type(error), error, error.__traceback__, thread)))


def current_thread():
    return _threads.get(own.me(), _main)


currentThread = current_thread


def main_thread():
    return _main


def get_ident():
    return own.me() + 1


get_native_id = get_ident


def enumerate():
    return [thread for number, thread in sorted(_threads.items()) if own.lives(number)]


def active_count():
    return len(enumerate())


activeCount = active_count


def settrace(function):
    pass


def setprofile(function):
    pass


def gettrace():
    return None


def getprofile():
    return None


def stack_size(size=0):
    return 0


#: What is called when the main thread has come to its end: `concurrent.futures` ends its workers so.
_exits = []


def _register_atexit(function, *args, **named):
    _exits.append((function, args, named))


def _shutdown():
    pass
