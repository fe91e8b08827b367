"""Numbers and arrays that processes share, by the codes of the module array, or by the simple types of ctypes."""

import operator
import struct

from . import get_context, heap
from .context import assert_spawning

__all__ = ["RawValue", "RawArray", "Value", "Array", "copy", "synchronized"]

_NAMES = {
    "c": "c_char", "u": "c_wchar", "?": "c_bool",
    "b": "c_byte", "B": "c_ubyte", "h": "c_short", "H": "c_ushort",
    "i": "c_int", "I": "c_uint", "l": "c_long", "L": "c_ulong",
    "q": "c_longlong", "Q": "c_ulonglong", "f": "c_float", "d": "c_double",
}


def _code_of(typecode_or_type):
    # A simple type of ctypes has the code of what it stands for.
    code = getattr(typecode_or_type, "_type_", typecode_or_type)
    if isinstance(code, str) and code in _NAMES:
        return code
    raise TypeError(
        f"{typecode_or_type!r} cannot be shared here: what can be has a typecode, one of {' '.join(_NAMES)}"
    )


def _packed(code, value):
    """A value as its bytes, with ctypes' own errors; whole numbers are cut to their size."""
    if code == "c":
        if isinstance(value, int) and 0 <= value < 256:
            return bytes([value])
        if isinstance(value, (bytes, bytearray)) and len(value) == 1:
            return bytes(value)
        raise TypeError("one character bytes, bytearray, or an integer in range(256) expected")
    if code == "u":
        if not isinstance(value, str):
            raise TypeError(f"unicode string expected instead of {type(value).__name__} instance")
        if len(value) != 1:
            raise TypeError("one character unicode string expected")
        return struct.pack("I", ord(value))
    if code == "?":
        return struct.pack("?", bool(value))
    if code in "fd":
        if not isinstance(value, (int, float)) and not hasattr(value, "__float__"):
            raise TypeError(f"must be real number, not {type(value).__name__}")
        return struct.pack(code, value)
    if not isinstance(value, int):
        raise TypeError(f"int expected instead of {type(value).__name__} instance")
    size = struct.calcsize(code)
    return (operator.index(value) & ((1 << 8 * size) - 1)).to_bytes(size, "little")


def _unpacked(code, data):
    if code == "u":
        return chr(struct.unpack("I", data)[0])
    return struct.unpack(code, data)[0]


def _size_of(code):
    return struct.calcsize("I" if code == "u" else code)


class _Shared:
    """What lies in shared bytes; it goes to a child with them."""

    def __init__(self, code, wrapper):
        self._code = code
        self._wrapper = wrapper
        self._view = wrapper.create_memoryview()

    def __getstate__(self):
        assert_spawning(self)
        return self._code, self._wrapper

    def __setstate__(self, state):
        self.__init__(*state)


class _Value(_Shared):
    @property
    def value(self):
        return _unpacked(self._code, self._view.tobytes())

    @value.setter
    def value(self, value):
        self._view.write(_packed(self._code, value))

    def __repr__(self):
        return f"{_NAMES[self._code]}({self.value!r})"


class _Array(_Shared):
    def __init__(self, code, wrapper):
        super().__init__(code, wrapper)
        self._items = self._view.cast("I" if code == "u" else code)

    def __len__(self):
        return len(self._items)

    def __getitem__(self, index):
        values = self._items[index]
        if self._code == "u":
            return "".join(map(chr, values)) if isinstance(values, list) else chr(values)
        if self._code == "c" and isinstance(values, list):
            return b"".join(values)
        return values

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(len(self)))
            values = list(value)
            if len(values) != len(places):
                raise ValueError("Can only assign sequence of same size")
            if self._code == "c":
                values = [bytes([one]) if isinstance(one, int) else one for one in values]
            for place, one in zip(places, values):
                self[place] = one
            return
        data = _packed(self._code, value)
        heap._processes.write(self._items._place(index), data)

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]

    def __repr__(self):
        return f"<multiprocessing.sharedctypes.{_NAMES[self._code]}_Array_{len(self)} object at {id(self):#x}>"


class _Characters(_Array):
    """An array of bytes has them as a string too."""

    @property
    def value(self):
        return self.raw.partition(b"\0")[0]

    @value.setter
    def value(self, value):
        if not isinstance(value, bytes):
            raise TypeError(f"bytes expected instead of {type(value).__name__} instance")
        if len(value) > len(self):
            raise ValueError("byte string too long")
        self._view.write(value + b"\0" if len(value) < len(self) else value)

    @property
    def raw(self):
        return self._view.tobytes()

    @raw.setter
    def raw(self, data):
        if len(data) > len(self):
            raise ValueError("byte string too long")
        self._view.write(data)


def RawValue(typecode_or_type, *args):
    """Returns a ctypes object allocated from shared memory"""
    code = _code_of(typecode_or_type)
    shared = _Value(code, heap.BufferWrapper(_size_of(code)))
    if args:
        shared.value, = args
    return shared


def RawArray(typecode_or_type, size_or_initializer):
    """Returns a ctypes array allocated from shared memory"""
    code = _code_of(typecode_or_type)
    is_size = isinstance(size_or_initializer, int)
    if not is_size:
        size_or_initializer = list(size_or_initializer)
    size = size_or_initializer if is_size else len(size_or_initializer)
    if size < 0:
        raise ValueError("Array length must be >= 0, not {}".format(size))
    kind = _Characters if code == "c" else _Array
    shared = kind(code, heap.BufferWrapper(_size_of(code) * size))
    if not is_size:
        # All at once: one by one each would be asked for its place.
        shared._view.write(b"".join(_packed(code, value) for value in size_or_initializer))
    return shared


def _locked(obj, lock, ctx):
    if lock is False:
        return obj
    if lock in (True, None):
        lock = (ctx or get_context()).RLock()
    if not hasattr(lock, "acquire"):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return synchronized(obj, lock, ctx=ctx)


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """Return a synchronization wrapper for a Value"""
    return _locked(RawValue(typecode_or_type, *args), lock, ctx)


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """Return a synchronization wrapper for a RawArray"""
    return _locked(RawArray(typecode_or_type, size_or_initializer), lock, ctx)


def copy(obj):
    wrapper = heap.BufferWrapper(obj._wrapper._block[1])
    wrapper.create_memoryview().write(obj._view.tobytes())
    return type(obj)(obj._code, wrapper)


def synchronized(obj, lock=None, ctx=None):
    assert not isinstance(obj, SynchronizedBase), "object already synchronized"
    if isinstance(obj, _Characters):
        return SynchronizedString(obj, lock, ctx)
    if isinstance(obj, _Array):
        return SynchronizedArray(obj, lock, ctx)
    return Synchronized(obj, lock, ctx)


def _property(name):
    def get(self):
        with self:
            return getattr(self._obj, name)

    def set(self, value):
        with self:
            setattr(self._obj, name, value)

    return property(get, set)


class SynchronizedBase:
    def __init__(self, obj, lock=None, ctx=None):
        self._obj = obj
        self._lock = lock or (ctx or get_context()).RLock()
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __reduce__(self):
        assert_spawning(self)
        return synchronized, (self._obj, self._lock)

    def get_obj(self):
        return self._obj

    def get_lock(self):
        return self._lock

    def __repr__(self):
        return f"<{type(self).__name__} wrapper for {self._obj}>"


class Synchronized(SynchronizedBase):
    value = _property("value")


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, index):
        with self:
            return self._obj[index]

    def __setitem__(self, index, value):
        with self:
            self._obj[index] = value


class SynchronizedString(SynchronizedArray):
    value = _property("value")
    raw = _property("raw")
