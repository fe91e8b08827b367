"""Other programs: a page starts none."""

from errno import ENOSYS as _ENOSYS


def fork_exec(*args):
    raise OSError(_ENOSYS, "a program in a page starts no other programs")
