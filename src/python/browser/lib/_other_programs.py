"""Other programs, in a page: those of Python's, each in a process of its own. There is no shell, and nothing else to start."""

import _manyhands as own
import _processes
import errno
import os

_WHY = "a program in a page starts no other programs than Python's"


def patch_os():
    def system(command):
        """Execute the command in a subshell."""
        import subprocess

        code = subprocess.Popen(command, shell=True).wait()
        return -code if code < 0 else code << 8

    def kill(pid, signal, /):
        """Kill a process with a signal."""
        if signal and pid == os.getpid() and os.getppid() == 0:
            # There is nobody who could see by what it ended: it ends as a shell tells of that.
            os._exit(128 + signal)
        if not _processes.kill(pid, signal):
            raise ProcessLookupError(errno.ESRCH, "No such process")

    def refused():
        raise OSError(
            errno.ENOSYS,
            "there is no fork here: threads are not copied with a process. multiprocessing starts processes, and "
            "subprocess other programs",
        )

    def register_at_fork(*, before=None, after_in_child=None, after_in_parent=None):
        """Register callables to be called when forking a new process: nothing forks."""

    for function in (system, kill, register_at_fork):
        setattr(os, function.__name__, function)
    os.fork = refused


def _words_of(command, is_shell):
    """The arguments that a command has for Python. A command of another program's is refused by its name."""
    if not is_shell:
        words = [command] if isinstance(command, (str, bytes, os.PathLike)) else list(command)
    else:
        import shlex

        text = command if isinstance(command, (str, bytes)) else command[0]
        lexer = shlex.shlex(os.fsdecode(text), posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        words = list(lexer)
        for word in words:
            if set(word) <= set("();<>|&"):
                raise OSError(errno.ENOSYS, "there is no shell in a page that could know what this means", word)
    words = [os.fsdecode(word) for word in words] or [""]
    name = os.path.basename(words[0])
    if not (name.startswith("python") and name.removeprefix("python").replace(".", "").isdecimal() or name == "python"):
        raise OSError(errno.ENOSYS, _WHY, words[0])
    return words[1:]


def patch_subprocess(subprocess):
    import io
    import threading
    import time

    class Reader(io.RawIOBase):
        """What another program prints: the end of a pipe, in bytes."""

        def __init__(self, handle):
            self._handle = handle
            self._rest = b""

        def readable(self):
            return True

        def readinto(self, buffer):
            while not self._rest:
                try:
                    self._rest = _processes.receive(self, self._handle, None)
                except EOFError:
                    return 0
            now = self._rest[: len(buffer)]
            buffer[: len(now)] = now
            self._rest = self._rest[len(now) :]
            return len(now)

        def close(self):
            if not self.closed:
                _processes.close(self._handle)
            super().close()

    class Writer(io.RawIOBase):
        """What another program reads."""

        def __init__(self, handle):
            self._handle = handle

        def writable(self):
            return True

        def write(self, data):
            data = bytes(data)
            if data:
                _processes.send(self, self._handle, data)
            return len(data)

        def close(self):
            if not self.closed:
                _processes.close(self._handle)
            super().close()

    def read_from(source):
        """What reads from a file, or from the number under which one is open."""
        return open(source, "rb", buffering=0, closefd=False) if isinstance(source, int) else source

    def thread(work, *args):
        made = threading.Thread(target=work, args=args, name="what another program says", daemon=True)
        made.start()
        return made

    class Popen(subprocess.Popen):
        def _get_handles(self, stdin, stdout, stderr):
            self._asked = stdin, stdout, stderr
            return (-1,) * 6

        def _execute_child(
            self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, startupinfo, creationflags, shell, *others
        ):
            if preexec_fn is not None:
                raise OSError(errno.ENOSYS, "there is no fork in a page, after which preexec_fn could be called")
            words = _words_of(args if executable is None or shell else [executable, *args[1:]], shell)
            folder = os.path.abspath(os.fsdecode(cwd) if cwd is not None else ".")
            if not os.path.isdir(folder):
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.fsdecode(cwd))
            environment = [os.fsdecode(text) for pair in (os.environ if env is None else env).items() for text in pair]
            self._passing = []
            self._tag = tag = _processes.reserve()
            try:
                ends, mine = self._ends(tag)
                name = next((word for word in words if not word.startswith("-")), "python3")
                self.pid = _processes.start_program(tag, name, words, folder, environment, ends)
            except BaseException:
                _processes.abandon(tag)
                raise
            self._child_created = True
            self._sentinel = _processes.sentinel(tag)
            for work, *args in mine:
                self._passing.append(thread(work, *args))

        def _ends(self, tag):
            """The child's ends of its three streams: 0 is what this program has, -1 nothing at all, -2 this program's standard
            output. And what is to be done in threads of this program meanwhile."""
            stdin, stdout, stderr = self._asked
            mine = []

            def text(stream, **how):
                if not self.text_mode:
                    return stream
                return io.TextIOWrapper(stream, encoding=self.encoding, errors=self.errors, **how)

            def given(handle):
                return _processes.duplicate(handle, tag)

            def of_output(asked, descriptor):
                if asked is None:
                    outer = _processes.end_of_stream(descriptor)
                    return (given(outer) if outer > 0 else outer), None
                if asked == subprocess.DEVNULL:
                    return -1, None
                reads, writes = _processes.pipe(False)
                end = given(writes)
                _processes.close(writes)
                if asked == subprocess.PIPE:
                    return end, text(io.BufferedReader(Reader(reads)))
                file = os.dup(asked if isinstance(asked, int) else asked.fileno())

                def pass_on():
                    with Reader(reads) as reader:
                        while data := reader.read(1 << 15):
                            os.write(file, data)
                    os.close(file)

                mine.append((pass_on,))
                return end, None

            end_of_input = -1
            if stdin is not None and stdin != subprocess.DEVNULL:
                reads, writes = _processes.pipe(False)
                end_of_input = given(reads)
                _processes.close(reads)
                if stdin == subprocess.PIPE:
                    self.stdin = text(io.BufferedWriter(Writer(writes)), write_through=True)
                else:

                    def pass_in(source):
                        with Writer(writes) as writer:
                            try:
                                while data := source.read(1 << 15):
                                    writer.write(data if isinstance(data, bytes) else data.encode())
                            except BrokenPipeError:
                                pass

                    mine.append((pass_in, read_from(stdin)))
            end_of_output, self.stdout = of_output(stdout, 1)
            if stderr == subprocess.STDOUT:
                end_of_errors = end_of_output or -2
            else:
                end_of_errors, self.stderr = of_output(stderr, 2)
            return [end_of_input, end_of_output, end_of_errors], mine

        def _internal_poll(self, _deadstate=None, **others):
            if self.returncode is None and self._child_created:
                self.returncode = _processes.exit_code(self._tag)
            return self.returncode

        def _wait(self, timeout):
            if self.returncode is None:
                _processes.ready(self, [self._sentinel], timeout)
                if self._internal_poll() is None:
                    raise subprocess.TimeoutExpired(self.args, timeout)
            for one in self._passing:
                one.join()
            return self.returncode

        def _communicate(self, input, endtime, orig_timeout):
            if not self._communication_started:
                self._read = {}
                self._reading = [
                    thread(self._read_all, stream) for stream in (self.stdout, self.stderr) if stream is not None
                ]
                if self.stdin:
                    self._reading.append(thread(self._stdin_write, input))
                self._communication_started = True
            for one in self._reading:
                one.join(self._remaining_time(endtime))
                if one.is_alive():
                    raise subprocess.TimeoutExpired(self.args, orig_timeout)
            self.wait(timeout=self._remaining_time(endtime))
            return self._read.get(self.stdout), self._read.get(self.stderr)

        def _read_all(self, stream):
            self._read[stream] = stream.read()
            stream.close()

    Popen.__qualname__ = "Popen"
    Popen.__module__ = "subprocess"
    subprocess.Popen = Popen
    # What this platform is called says nothing of this.
    subprocess._can_fork_exec = True
