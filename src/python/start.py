# Run in each interpreter before the program: what of the library is otherwise here. It has a
# namespace of its own, and leaves nothing in the program's.

import _library
import _manyhands as own
import _refused
import builtins
import io
import os
import sys
import time


# Where the program runs, and what it reads and writes.

class Raw(io.RawIOBase):
    """Standard output or error, below its buffer."""

    def __init__(self, descriptor, name):
        self.descriptor = descriptor
        self.name = name
        self.mode = "wb"

    def writable(self):
        return True

    def fileno(self):
        return self.descriptor

    def isatty(self):
        return bool(own.echoes) and os.isatty(self.descriptor)

    def write(self, data):
        self._checkClosed()
        return own.write(self.descriptor, data)


def stream(descriptor, name, errors):
    text = io.TextIOWrapper(
        io.BufferedWriter(Raw(descriptor, name)),
        encoding="utf-8",
        errors=errors,
        line_buffering=True,
    )
    text.mode = "w"
    return text


class Bytes(io.BufferedIOBase):
    """Standard input in bytes. It has no lock that a thread could hold while it waits for a line."""

    name = "<stdin>"
    mode = "rb"

    def __init__(self, text):
        self.left = b"" if text is None else text.encode("utf-8", "surrogatepass")
        self.is_own = text is None
        self.begun = b""

    def readable(self):
        return True

    def fileno(self):
        return 0

    def isatty(self):
        return self.is_own and os.isatty(0)

    def readline(self, size=-1):
        line = self.begun
        self.begun = b""
        if not line:
            if self.left:
                line, end, self.left = self.left.partition(b"\n")
                line += end
            elif own.asks:
                line = own.read_line()
        if 0 <= size < len(line):
            line, self.begun = line[:size], line[size:]
        return line

    def read(self, size=-1):
        parts, length = [], 0
        while size is None or size < 0 or length < size:
            line = self.readline()
            if not line:
                break
            parts.append(line)
            length += len(line)
        data = b"".join(parts)
        if size is not None and 0 <= size < len(data):
            data, self.begun = data[:size], data[size:] + self.begun
        return data

    read1 = read

    def readinto(self, buffer):
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    readinto1 = readinto


class Input(io.TextIOBase):
    """Standard input."""

    name = "<stdin>"
    mode = "r"
    encoding = "utf-8"
    errors = "strict"
    newlines = None
    line_buffering = False

    def __init__(self, buffer):
        self.buffer = buffer
        self.begun = ""

    def readable(self):
        return True

    def fileno(self):
        return self.buffer.fileno()

    def isatty(self):
        return self.buffer.isatty()

    def readline(self, size=-1):
        line = self.begun
        self.begun = ""
        if not line:
            line = self.buffer.readline().decode("utf-8")
            if line.endswith("\r\n"):
                line = line[:-2] + "\n"
        if size is not None and 0 <= size < len(line):
            line, self.begun = line[:size], line[size:]
        return line

    def read(self, size=-1):
        parts, length = [], 0
        while size is None or size < 0 or length < size:
            line = self.readline()
            if not line:
                break
            parts.append(line)
            length += len(line)
        text = "".join(parts)
        if size is not None and 0 <= size < len(text):
            text, self.begun = text[:size], text[size:] + self.begun
        return text

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line


sys.stdin = sys.__stdin__ = Input(Bytes(own.input_text))
sys.stdout = sys.__stdout__ = stream(1, "<stdout>", "strict")
sys.stderr = sys.__stderr__ = stream(2, "<stderr>", "backslashreplace")
sys.path.insert(0, own.folder)

for name in ("print", "input", "compile", "exec", "eval"):
    setattr(own, f"usual_{name}", getattr(builtins, name))
    setattr(builtins, name, getattr(own, name))


time.sleep = own.sleep
sys.getswitchinterval = own.get_switch_interval
sys.setswitchinterval = own.set_switch_interval
sys._is_gil_enabled = own.is_gil_enabled
os.cpu_count = os.process_cpu_count = own.cpu_count
os._exit = own.exit_now
for name in ("posix", "nt"):
    if name in sys.modules:
        sys.modules[name].cpu_count = own.cpu_count
        sys.modules[name]._exit = own.exit_now


# What works for long on bytes does so without the lock of the interpreter.

#: From how many bytes on, as in CPython: Include/internal/pycore_hashtable's HASHLIB_GIL_MINSIZE,
#: and Modules/zlibmodule.c, which always lets go of it but for sums of little data.
HASH_LEAST = 2048
SUM_LEAST = 5 * 1024


def patch_hashlib(hashlib):
    class Hash:
        __slots__ = ("_hash", "__weakref__")

        def __init__(self, hash):
            self._hash = hash

        def update(self, data, /):
            if memoryview(data).nbytes >= HASH_LEAST:
                own.unlocked(self._hash.update, data)
            else:
                self._hash.update(data)

        def digest(self, *length):
            return self._hash.digest(*length)

        def hexdigest(self, *length):
            return self._hash.hexdigest(*length)

        def copy(self):
            return Hash(self._hash.copy())

        name = property(lambda self: self._hash.name)
        digest_size = property(lambda self: self._hash.digest_size)
        block_size = property(lambda self: self._hash.block_size)

        def __repr__(self):
            return repr(self._hash)

    def wrapped(make):
        def constructor(data=b"", /, *, string=None, **options):
            hash = Hash(make(**options))
            if string is not None:
                data = string
            if isinstance(data, str):
                raise TypeError("Strings must be encoded before hashing")
            if memoryview(data).nbytes:
                hash.update(data)
            return hash

        constructor.__name__ = make.__name__
        constructor.__qualname__ = make.__name__
        constructor.__doc__ = make.__doc__
        return constructor

    for name in hashlib.algorithms_guaranteed:
        make = getattr(hashlib, name, None)
        if make is not None:
            setattr(hashlib, name, wrapped(make))
    usual_new = hashlib.new

    def new(name, data=b"", /, **options):
        return wrapped(lambda **options: usual_new(name, **options))(data, **options)

    hashlib.new = new
    usual_pbkdf2 = getattr(hashlib, "pbkdf2_hmac", None)
    if usual_pbkdf2 is not None:
        hashlib.pbkdf2_hmac = lambda *args, **named: own.unlocked(usual_pbkdf2, *args, **named)


def patch_zlib(zlib):
    def wrapped(usual, least):
        def function(data, *args, **named):
            if memoryview(data).nbytes >= least:
                return own.unlocked(usual, data, *args, **named)
            return usual(data, *args, **named)

        function.__name__ = function.__qualname__ = usual.__name__
        function.__doc__ = usual.__doc__
        function.__module__ = "zlib"
        return function

    for name, least in (("compress", 1), ("decompress", 1), ("crc32", SUM_LEAST), ("adler32", SUM_LEAST)):
        setattr(zlib, name, wrapped(getattr(zlib, name), least))

    def object_wrapped(make, method):
        class Object:
            def __init__(self, inner):
                self._inner = inner

            def __getattr__(self, name):
                value = getattr(self._inner, name)
                if name == method:
                    return lambda *args, **named: own.unlocked(value, *args, **named)
                if name == "copy":
                    return lambda: Object(value())
                return value

        def constructor(*args, **named):
            return Object(make(*args, **named))

        constructor.__name__ = constructor.__qualname__ = make.__name__
        constructor.__module__ = "zlib"
        return constructor

    zlib.compressobj = object_wrapped(zlib.compressobj, "compress")
    zlib.decompressobj = object_wrapped(zlib.decompressobj, "decompress")


def patch_processes(module):
    from multiprocessing import _here

    getattr(_here, f"patch_{module.__name__.rpartition('.')[2]}")(module)


PATCHES = {"hashlib": patch_hashlib, "zlib": patch_zlib}
class Patcher:
    """Finds the modules of the library that something is changed in."""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name not in PATCHES:
            return None
        for finder in sys.meta_path:
            if finder is not cls and (spec := finder.find_spec(name, path, target)):
                # A file of the program's own by such a name is the program's affair.
                if spec.origin in ("frozen", "built-in") or spec.origin.startswith(own.library_root):
                    spec.loader = Patched(spec.loader, PATCHES[name])
                return spec
        return None


class Patched:
    """A loader of a module that something is changed in when it is there."""

    def __init__(self, loader, patch):
        self.loader = loader
        self.patch = patch

    def create_module(self, spec):
        return self.loader.create_module(spec)

    def exec_module(self, module):
        self.loader.exec_module(module)
        self.patch(module)

    def __getattr__(self, name):
        return getattr(self.loader, name)


# What is built in, then the program's own files, then the library, as in CPython.

def rank(finder):
    names = ["BuiltinImporter", "PathFinder", "_library", "FrozenImporter", "_refused"]
    name = getattr(finder, "__name__", "")
    return names.index(name) if name in names else -1


for finder in (_library, _refused):
    if finder not in sys.meta_path:
        sys.meta_path.append(finder)
sys.meta_path.sort(key=rank)
sys.meta_path.insert(0, Patcher)
sys.path[:] = [own.folder]

if os.name == "posix":
    import _other_programs

    _other_programs.patch_os()
    PATCHES["subprocess"] = _other_programs.patch_subprocess
for name in ("connection", "context", "spawn"):
    PATCHES[f"multiprocessing.{name}"] = patch_processes

if own.executable:
    sys.executable = sys._base_executable = own.executable
if own.environment is not None:
    os.environ.clear()
    os.environ.update(own.environment)


# The program's end.

def end_threads():
    threading = sys.modules.get("threading")
    if threading is not None:
        threading._shutdown()
    else:
        import _thread

        _thread._shutdown()


def end_program():
    import atexit

    atexit._run_exitfuncs()
    for text in (sys.stdout, sys.stderr):
        try:
            text.flush()
        except (AttributeError, ValueError):
            # The program has closed it, or put something else in its place.
            pass
    for text in (sys.__stdout__, sys.__stderr__):
        if not text.closed:
            text.flush()


own._end_threads = end_threads
own._end_program = end_program
