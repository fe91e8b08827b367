"""Locks and flags of descriptors: there is one program, so nobody else holds a lock."""

from errno import ENOSYS as _ENOSYS

FD_CLOEXEC = 1
F_GETFD = 1
F_SETFD = 2
F_GETFL = 3
F_SETFL = 4
LOCK_SH = 1
LOCK_EX = 2
LOCK_NB = 4
LOCK_UN = 8


def fcntl(fd, cmd, arg=0, /):
    if cmd in (F_GETFD, F_SETFD, F_GETFL, F_SETFL):
        return 0
    raise OSError(_ENOSYS, "descriptors in a page have no such flags")


def ioctl(fd, request, arg=0, mutate_flag=True, /):
    raise OSError(_ENOSYS, "a page has no devices")


def flock(fd, operation, /):
    pass


def lockf(fd, cmd, len=0, start=0, whence=0, /):
    pass
