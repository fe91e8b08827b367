"""Waiting for descriptors: those of a page are files in memory, which are always ready, and there are no others."""

from errno import ENOSYS as _ENOSYS

error = OSError


def select(rlist, wlist, xlist, timeout=None, /):
    raise OSError(_ENOSYS, "there is nothing to select among in a page: use queue.Queue or threading.Condition")
