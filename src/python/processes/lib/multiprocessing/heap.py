"""Bytes that processes share."""

import operator
import struct

import _processes

from .context import assert_spawning
from . import util

__all__ = ["BufferWrapper"]


class View:
    """Shared bytes, seen as items of one format of the module struct."""

    def __init__(self, at, size, format="B"):
        self._at = at
        self._struct = struct.Struct(format)
        self.format = format
        self.itemsize = self._struct.size
        self.nbytes = size

    def cast(self, format):
        return View(self._at, self.nbytes, format)

    def __len__(self):
        return self.nbytes // self.itemsize

    def _place(self, index):
        index = operator.index(index)
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError("invalid index")
        return self._at + index * self.itemsize

    def __getitem__(self, index):
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            if step != 1:
                return [self[at] for at in range(start, stop, step)]
            size = max(stop - start, 0) * self.itemsize
            data = _processes.read(self._at + start * self.itemsize, size)
            return [value for value, in self._struct.iter_unpack(data)]
        value, = self._struct.unpack(_processes.read(self._place(index), self.itemsize))
        return value

    def __setitem__(self, index, value):
        _processes.write(self._place(index), self._struct.pack(value))

    def tobytes(self):
        return _processes.read(self._at, self.nbytes)

    def write(self, data):
        _processes.write(self._at, data)


class BufferWrapper:
    """A block of shared bytes, given back when the process that made it has done with it."""

    def __init__(self, size):
        if size < 0:
            raise ValueError("Size {0:n} out of range".format(size))
        self._block = _processes.allocate(max(size, 1)), size
        util.Finalize(self, _processes.free, args=(self._block[0], max(size, 1)))

    def __getstate__(self):
        assert_spawning(self)
        return self._block

    def __setstate__(self, state):
        self._block = state

    def create_memoryview(self):
        return View(*self._block)
