"""What of the module subprocess is otherwise here, natively: its waits let other threads go on and hear a stop, and what
another program prints where this one does is part of what this one prints."""

import _manyhands as own
import errno
import os
import time


def patch_os():
    usual_waitpid, usual_read = os.waitpid, os.read

    def waitpid(pid, options, /):
        """Wait for completion of a given child process."""
        if options & os.WNOHANG:
            return usual_waitpid(pid, options)
        delay = 0.0005
        while True:
            found = usual_waitpid(pid, options | os.WNOHANG)
            if found != (0, 0):
                return found
            own.sleep(delay)
            delay = min(2 * delay, 0.02)

    def read(fd, length, /):
        """Read from a file descriptor.  Returns a bytes object."""
        return own.unlocked(usual_read, fd, length)

    def system(command):
        """Execute the command in a subshell."""
        import subprocess

        code = subprocess.Popen(command, shell=True).wait()
        return -code if code < 0 else code << 8

    def refused():
        raise OSError(
            errno.ENOSYS,
            "there is no fork here: threads are not copied with a process. multiprocessing starts processes, and "
            "subprocess other programs",
        )

    for function in (waitpid, read, system):
        setattr(os, function.__name__, function)
    for name in ("fork", "forkpty"):
        if hasattr(os, name):
            setattr(os, name, refused)


def with_python(env):
    """An environment in which this same binary is found first by the name of Python, and runs as this program does."""
    if not own.executable:
        return env
    import json

    path = env.get("PATH", os.defpath)
    folder = os.path.dirname(own.executable)
    settings = {
        "interpreter": "gil" if own.is_gil_enabled() else "free-threaded",
        "switch_interval_ms": own.get_switch_interval() * 1000,
        "workers": own.cpu_count(),
    }
    return {**env, "PATH": folder + os.pathsep + path, "MANYHANDS_PYTHON": json.dumps(settings)}


def patch_subprocess(subprocess):
    import selectors

    usual_select = selectors.PollSelector.select

    class Selector(selectors.PollSelector):
        def select(self, timeout=None):
            end = None if timeout is None else time.monotonic() + timeout
            while True:
                ready = usual_select(self, 0)
                if ready or end is not None and time.monotonic() >= end:
                    return ready
                own.sleep(0.002)

    class Popen(subprocess.Popen):
        def _get_handles(self, stdin, stdout, stderr):
            self._passing, self._to_close = [], []
            if not own.echoes:
                if stdin is None:
                    stdin = subprocess.DEVNULL
                stdout = self._passed_on(1) if stdout is None else stdout
                stderr = self._passed_on(2) if stderr is None else stderr
            return super()._get_handles(stdin, stdout, stderr)

        def _passed_on(self, descriptor):
            import threading

            reads, writes = os.pipe()
            self._to_close.append(writes)

            def pass_on():
                while data := os.read(reads, 1 << 15):
                    own.write(descriptor, data)
                os.close(reads)

            thread = threading.Thread(target=pass_on, name="what another program prints", daemon=True)
            self._passing.append(thread)
            return writes

        def _close_pipe_fds(self, *handles):
            super()._close_pipe_fds(*handles)
            while self._to_close:
                os.close(self._to_close.pop())

        def _execute_child(self, args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *others):
            env = with_python(os.environ if env is None else env)
            super()._execute_child(args, executable, preexec_fn, close_fds, pass_fds, cwd, env, *others)
            own.other_begins(self.pid)
            for thread in self._passing:
                thread.start()

        def _handle_exitstatus(self, *args, **named):
            own.other_ends(self.pid)
            super()._handle_exitstatus(*args, **named)

        def _wait(self, timeout):
            code = super()._wait(timeout)
            for thread in self._passing:
                if thread.ident is not None:
                    thread.join()
            return code

    Popen.__qualname__ = "Popen"
    Popen.__module__ = "subprocess"
    subprocess.Popen = Popen
    subprocess._PopenSelector = Selector
    # The other ways to start a program would not tell of it.
    subprocess._USE_POSIX_SPAWN = False
