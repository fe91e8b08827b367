# The model of `queue` in which a program is searched: CPython's names and errors, a step for each call.

import _explore as own
from heapq import heappop, heappush

__all__ = ["Empty", "Full", "LifoQueue", "PriorityQueue", "Queue", "ShutDown", "SimpleQueue"]


class Empty(Exception):
    pass


class Full(Exception):
    pass


class ShutDown(Exception):
    pass


def _patience(block, timeout):
    if not block:
        return 0.0
    if timeout is None:
        return None
    if timeout < 0:
        raise ValueError("'timeout' must be a non-negative number")
    return float(timeout)


class Queue:
    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._is_shut = False
        self._n = own.made(self, type(self).__name__, 0)
        self.queue = self._init(maxsize)

    def _init(self, maxsize):
        return []

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.pop(0)

    def put(self, item, block=True, timeout=None):
        patience = _patience(block, timeout)
        if self._is_shut:
            raise ShutDown
        if not own.put(self._n, self.maxsize, patience, "put"):
            raise Full
        self._put(item)

    def get(self, block=True, timeout=None):
        patience = _patience(block, timeout)
        if self._is_shut and not self.queue:
            raise ShutDown
        if not own.take(self._n, patience, "get"):
            raise Empty
        return self._get()

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def qsize(self):
        return own.look(self._n, "qsize")

    def empty(self):
        return own.look(self._n, "empty") == 0

    def full(self):
        return 0 < self.maxsize <= own.look(self._n, "full")

    def task_done(self):
        if not own.task_done(self._n):
            raise ValueError("task_done() called too many times")

    @property
    def unfinished_tasks(self):
        return own.undone(self._n)

    def join(self):
        own.wait_done(self._n)

    def shutdown(self, immediate=False):
        own.uncontrolled("Queue.shutdown")
        self._is_shut = True


class LifoQueue(Queue):
    def _get(self):
        return self.queue.pop()


class PriorityQueue(Queue):
    def _put(self, item):
        heappush(self.queue, item)

    def _get(self):
        return heappop(self.queue)


class SimpleQueue:
    def __init__(self):
        self._n = own.made(self, "SimpleQueue", 0)
        self._items = []

    def put(self, item, block=True, timeout=None):
        own.put(self._n, 0, None, "put")
        self._items.append(item)

    def get(self, block=True, timeout=None):
        if not own.take(self._n, _patience(block, timeout), "get"):
            raise Empty
        return self._items.pop(0)

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(block=False)

    def empty(self):
        return own.look(self._n, "empty") == 0

    def qsize(self):
        return own.look(self._n, "qsize")


_PySimpleQueue = SimpleQueue
