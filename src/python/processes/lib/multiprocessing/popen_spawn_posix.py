"""A process, as its parent has it."""

import io
import signal

import _processes

from . import spawn
from . import util
from .context import reduction, set_spawning_popen

__all__ = ["Popen"]


class _Handle:
    """An end of a pipe that is the child's already."""

    def __init__(self, handle):
        self._handle = handle

    def detach(self):
        return self._handle


class Popen:
    method = "spawn"
    DupFd = _Handle

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        data = spawn.get_preparation_data(process_obj._name)
        self._tag = _processes.reserve()
        payload = io.BytesIO()
        set_spawning_popen(self)
        try:
            reduction.dump(data, payload)
            reduction.dump(process_obj, payload)
            self.pid = _processes.start(self._tag, process_obj._name, payload.getbuffer())
        except BaseException:
            _processes.abandon(self._tag)
            raise
        finally:
            set_spawning_popen(None)
        self.sentinel = _processes.sentinel(self._tag)

    def duplicate_for_child(self, handle):
        return _processes.duplicate(handle, self._tag)

    def poll(self):
        if self.returncode is None:
            self.returncode = _processes.exit_code(self._tag)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            _processes.ready(self, [self.sentinel], timeout)
        return self.poll()

    def _end(self, number):
        if self.poll() is None:
            _processes.end(self._tag, -number)

    def interrupt(self):
        self._end(signal.SIGINT)

    def terminate(self):
        self._end(signal.SIGTERM)

    def kill(self):
        self._end(signal.SIGKILL)

    def close(self):
        pass
