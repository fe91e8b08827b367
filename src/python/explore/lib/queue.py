# The model of `queue` in which a program is searched: CPython's names and errors, a step for each call.

import _explore as own
from collections import deque
from heapq import heappop, heappush
from threading import Condition, Lock

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
        self._explore_shut = False
        self._explore_number = own.made(self, type(self).__name__, 0)
        self._explore_items = None
        # What a class made from this one keeps its items in may hold fewer of them than were put.
        self._explore_counts = type(self)._qsize is not Queue._qsize or type(self)._put not in _OWN
        self._held(self._init, maxsize)

    # CPython calls these while it holds the queue's lock: in one step with what they belong to.

    def _init(self, maxsize):
        self._explore_items = deque()

    def _qsize(self):
        return len(self._explore_items)

    def _put(self, item):
        self._explore_items.append(item)

    def _get(self):
        return self._explore_items.popleft()

    def _held(self, method, *args):
        own.quiet(True)
        try:
            result = method(*args)
            if self._explore_counts:
                own.counted(self._explore_number, self._qsize())
            return result
        finally:
            own.quiet(False)

    def put(self, item, block=True, timeout=None):
        patience = _patience(block, timeout)
        if self._explore_shut:
            raise ShutDown
        if not own.put(self._explore_number, self.maxsize, patience, "put"):
            raise Full
        self._held(self._put, item)

    def get(self, block=True, timeout=None):
        patience = _patience(block, timeout)
        if self._explore_shut and not own.counts(self._explore_number):
            raise ShutDown
        if not own.take(self._explore_number, patience, "get"):
            raise Empty
        return self._held(self._get)

    def put_nowait(self, item):
        return self.put(item, block=False)

    def get_nowait(self):
        return self.get(block=False)

    def qsize(self):
        return own.look(self._explore_number, "qsize")

    def empty(self):
        return own.look(self._explore_number, "empty") == 0

    def full(self):
        return 0 < self.maxsize <= own.look(self._explore_number, "full")

    def task_done(self):
        if not own.task_done(self._explore_number):
            raise ValueError("task_done() called too many times")

    @property
    def unfinished_tasks(self):
        return own.undone(self._explore_number)

    def join(self):
        own.wait_done(self._explore_number)

    def shutdown(self, immediate=False):
        own.uncontrolled("Queue.shutdown")
        self._explore_shut = True

    # What a queue is made of in CPython: whoever reaches for it goes past the queue.

    @property
    def queue(self):
        if not own.is_quiet():
            own.uncontrolled("Queue.queue")
        return self._explore_items

    @queue.setter
    def queue(self, items):
        if not own.is_quiet():
            own.uncontrolled("Queue.queue")
        self._explore_items = items

    @property
    def mutex(self):
        own.uncontrolled("Queue.mutex")
        return self.__dict__.setdefault("_explore_mutex", Lock())

    @property
    def not_empty(self):
        own.uncontrolled("Queue.not_empty")
        return self.__dict__.setdefault("_explore_condition", Condition())

    not_full = all_tasks_done = not_empty


class LifoQueue(Queue):
    def _get(self):
        return self._explore_items.pop()


class PriorityQueue(Queue):
    def _init(self, maxsize):
        self._explore_items = []

    def _put(self, item):
        heappush(self._explore_items, item)

    def _get(self):
        return heappop(self._explore_items)


_OWN = {Queue._put, PriorityQueue._put}


class SimpleQueue:
    def __init__(self):
        self._explore_number = own.made(self, "SimpleQueue", 0)
        self._explore_items = []

    def put(self, item, block=True, timeout=None):
        own.put(self._explore_number, 0, None, "put")
        self._explore_items.append(item)

    def get(self, block=True, timeout=None):
        if not own.take(self._explore_number, _patience(block, timeout), "get"):
            raise Empty
        return self._explore_items.pop(0)

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(block=False)

    def empty(self):
        return own.look(self._explore_number, "empty") == 0

    def qsize(self):
        return own.look(self._explore_number, "qsize")


_PySimpleQueue = SimpleQueue
