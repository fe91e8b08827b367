# What is otherwise in the interpreter of a search, and what is put back before each run. It has a namespace of its own.

import _explore as own
import builtins
import os
import random
import sys
import time
import types

#: What `time.time()` says when a run begins: any time would do, as long as it is the same in all runs.
BEGINS = 1_750_000_000.0


def module(name, code):
    made = types.ModuleType(name)
    made.__file__ = code.co_filename
    made.__loader__ = None
    sys.modules[name] = made
    exec(code, made.__dict__)
    return made


class Stream:
    encoding = "utf-8"
    errors = "strict"
    newlines = None
    closed = False
    mode = "w"
    line_buffering = True

    def __init__(self, number, name):
        self._number = number
        self.name = name

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        own.write(self._number, text)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        pass

    def close(self):
        pass

    def isatty(self):
        return False

    def readable(self):
        return False

    def writable(self):
        return True

    def seekable(self):
        return False

    def fileno(self):
        return self._number

    @property
    def buffer(self):
        return Bytes(self)


class Bytes:
    def __init__(self, stream):
        self._stream = stream

    def write(self, data):
        self._stream.write(bytes(data).decode("utf-8", "backslashreplace"))
        return len(data)

    def flush(self):
        pass


out, err = Stream(1, "<stdout>"), Stream(2, "<stderr>")


def sleep(seconds):
    if isinstance(seconds, bool) or not isinstance(seconds, (int, float)):
        seconds = seconds.__index__() if hasattr(seconds, "__index__") else float(seconds)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    own.sleep(float(seconds))


def patch_time():
    time.sleep = sleep
    time.time = lambda: BEGINS + own.now()
    time.time_ns = lambda: int((BEGINS + own.now()) * 1e9)
    for name in ("monotonic", "perf_counter", "process_time", "thread_time"):
        setattr(time, name, own.now)
        setattr(time, f"{name}_ns", lambda: int(own.now() * 1e9))


def patch_builtins():
    usual_input, usual_open = builtins.input, builtins.open

    def input(*prompt):
        own.reads_input()
        return usual_input(*prompt)

    def open(file, mode="r", *args, **named):
        if isinstance(mode, str) and any(letter in mode for letter in "wax+"):
            own.uncontrolled(f"a file is written: {file!r}")
        return usual_open(file, mode, *args, **named)

    builtins.input = input
    builtins.open = open


def patch_os():
    def refused(*args, **named):
        raise OSError(38, "a search is of threads only: it starts no other program")

    for name in list(vars(os)):
        if name.startswith(("exec", "spawn", "posix_spawn")) or name in ("fork", "forkpty", "kill", "popen", "system"):
            setattr(os, name, refused)
    os._exit = own.exit_now
    if "posix" in sys.modules:
        sys.modules["posix"]._exit = own.exit_now


def patch_imports(own_modules):
    usual = builtins.__import__

    def __import__(*args, **named):
        # The files of a program are run when they are imported: in one step with that.
        own.quiet(True)
        try:
            before = len(sys.modules)
            got = usual(*args, **named)
        finally:
            own.quiet(False)
        if len(sys.modules) != before:
            for name in own_modules:
                if name in sys.modules:
                    own.knows(sys.modules[name].__dict__)
        return got

    builtins.__import__ = __import__


kept = {}


def start(threading_code, queue_code, own_modules, input_text, seed):
    kept["threading"] = module("threading", threading_code)
    kept["queue"] = module("queue", queue_code)
    patch_time()
    patch_builtins()
    if own_modules:
        patch_imports(own_modules)
    patch_os()
    sys.stdout = sys.__stdout__ = out
    sys.stderr = sys.__stderr__ = err
    kept["own modules"] = own_modules
    kept["input"] = input_text.encode("utf-8", "surrogatepass")
    kept["stdin"] = sys.stdin
    kept["seed"] = seed
    kept["argv"] = list(sys.argv)
    kept["path"] = list(sys.path)
    kept["environment"] = dict(os.environ)
    kept["environment, as it is"] = dict(os.environ._data)
    kept["folder"] = os.getcwd()
    kept["modules"] = dict(sys.modules)
    kept["builtins"] = dict(builtins.__dict__)
    kept["stale"] = (None, ())
    kept["count"] = len(sys.modules)


def is_stale(module):
    # Whether it has made a lock, or the like, which was of the run that is over.
    models = kept["threading"], kept["queue"]
    for value in list(vars(module).values()):
        if value in models or getattr(type(value), "__module__", None) in ("threading", "queue"):
            return True
    return False


def stale_modules(new):
    stale = {name for name in new if isinstance(sys.modules.get(name), types.ModuleType) and is_stale(sys.modules[name])}
    # And what has imported those.
    while True:
        objects = [sys.modules[name] for name in stale]
        more = set()
        for name in new - stale:
            module = sys.modules.get(name)
            if isinstance(module, types.ModuleType) and any(value in objects for value in list(vars(module).values()) if isinstance(value, types.ModuleType)):
                more.add(name)
        if not more:
            return stale
        stale |= more


def begin():
    """As if nothing had been."""
    for name in kept["own modules"]:
        sys.modules.pop(name, None)
    # What is imported anew in each run is gone by now, so that there are as many as after the last.
    if len(sys.modules) != kept["count"] or kept["stale"][1]:
        new = frozenset(sys.modules) - kept["modules"].keys() - {"__main__"}
        if kept["stale"][0] != new:
            kept["stale"] = new, stale_modules(new)
        for name in kept["stale"][1]:
            sys.modules.pop(name, None)
        kept["count"] = len(sys.modules)
    for name in ("threading", "queue"):
        sys.modules[name] = kept[name]
    kept["threading"]._begin()
    if builtins.__dict__ != kept["builtins"]:
        builtins.__dict__.clear()
        builtins.__dict__.update(kept["builtins"])
    sys.stdout = out
    sys.stderr = err
    sys.stdin = kept["stdin"]
    sys.stdin.begun = ""
    sys.stdin.buffer.left = kept["input"]
    sys.stdin.buffer.begun = b""
    sys.argv[:] = kept["argv"]
    sys.path[:] = kept["path"]
    if os.environ._data != kept["environment, as it is"]:
        os.environ.clear()
        os.environ.update(kept["environment"])
    if os.getcwd() != kept["folder"]:
        os.chdir(kept["folder"])
    random.seed(kept["seed"])
    if "atexit" in sys.modules:
        sys.modules["atexit"]._clear()
    sys.setrecursionlimit(1000)


def finish():
    """What comes after the last line of the main program."""
    for function, args, named in reversed(kept["threading"]._exits):
        function(*args, **named)
    if "atexit" in sys.modules:
        sys.modules["atexit"]._run_exitfuncs()
