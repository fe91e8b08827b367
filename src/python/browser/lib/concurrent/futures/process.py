"""Executors of processes: not there yet."""

from concurrent.futures import _base

__all__ = ["BrokenProcessPool", "ProcessPoolExecutor"]


class BrokenProcessPool(_base.BrokenExecutor):
    """Raised when a process in a ProcessPoolExecutor terminated abruptly."""


class ProcessPoolExecutor(_base.Executor):
    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        from multiprocessing import _WHY

        raise NotImplementedError(_WHY)
