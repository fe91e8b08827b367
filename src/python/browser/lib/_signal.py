"""Signals: a program in a page gets those that end it, and handles none but its own."""

from errno import ENOSYS as _ENOSYS

SIG_DFL = 0
SIG_IGN = 1
SIGHUP = 1
SIGINT = 2
SIGQUIT = 3
SIGILL = 4
SIGABRT = 6
SIGFPE = 8
SIGKILL = 9
SIGUSR1 = 10
SIGSEGV = 11
SIGUSR2 = 12
SIGPIPE = 13
SIGALRM = 14
SIGTERM = 15
SIGCHLD = 17
NSIG = 65

_names = {
    1: "Hangup",
    2: "Interrupt",
    3: "Quit",
    4: "Illegal instruction",
    6: "Aborted",
    8: "Floating point exception",
    9: "Killed",
    10: "User defined signal 1",
    11: "Segmentation fault",
    12: "User defined signal 2",
    13: "Broken pipe",
    14: "Alarm clock",
    15: "Terminated",
    17: "Child exited",
}
_handlers = {}


def _number(signalnum):
    number = int(signalnum)
    if not 0 < number < NSIG:
        raise ValueError("signal number out of range")
    return number


def default_int_handler(signalnum, frame, /):
    raise KeyboardInterrupt


def signal(signalnum, handler, /):
    number = _number(signalnum)
    if not callable(handler) and handler not in (SIG_DFL, SIG_IGN):
        raise TypeError("signal handler must be signal.SIG_IGN, signal.SIG_DFL, or a callable object")
    before = getsignal(number)
    _handlers[number] = handler
    return before


def getsignal(signalnum, /):
    number = _number(signalnum)
    return _handlers.get(number, default_int_handler if number == SIGINT else SIG_DFL)


def raise_signal(signalnum, /):
    number = _number(signalnum)
    handler = getsignal(number)
    if callable(handler):
        handler(number, None)
    elif handler == SIG_DFL:
        import os

        os.kill(os.getpid(), number)


def set_wakeup_fd(fd, /, *, warn_on_full_buffer=True):
    return -1


def siginterrupt(signalnum, flag, /):
    pass


def alarm(seconds, /):
    raise OSError(_ENOSYS, "there are no signals in a page: use threading.Timer")


def valid_signals():
    return set(_names)


def strsignal(signalnum, /):
    return _names.get(_number(signalnum))
