"""What of the library's modules of processes is otherwise here: their lowest layer is the module `_processes`."""

import _processes
import errno
import os
import sys

_WHY = (
    "there is no fork here: a process is an interpreter of its own, and begins by importing the program. "
    "The start method is spawn"
)


def patch_context(context):
    spawn = context._concrete_contexts["spawn"]
    context._concrete_contexts = {"spawn": spawn}
    context._default_context = context.DefaultContext(spawn)
    usual = context.BaseContext.get_context

    def get_context(self, method=None):
        if method in ("fork", "forkserver"):
            raise ValueError(f"cannot find context for {method!r}: {_WHY}")
        return usual(self, method)

    context.BaseContext.get_context = get_context


# Connections: an end of a pipe carries whole messages.

def patch_connection(connection):
    Connection = connection.Connection

    def _close(self):
        try:
            _processes.close(self._handle)
        except OSError:
            # The program has come to its end, or another has closed it.
            pass

    def _send_bytes(self, data):
        _processes.send(self, self._handle, data)

    def _recv_bytes(self, maxsize=None):
        data = _processes.receive(self, self._handle, maxsize)
        if data is None:
            return None
        buffer = connection.io.BytesIO()
        buffer.write(data)
        return buffer

    def _poll(self, timeout):
        return bool(_processes.ready(self, [self._handle], timeout))

    for method in (_close, _send_bytes, _recv_bytes, _poll):
        setattr(Connection, method.__name__, method)

    def Pipe(duplex=True):
        """Returns pair of connection objects at either end of a pipe"""
        one, other = _processes.pipe(bool(duplex))
        if duplex:
            return Connection(one), Connection(other)
        return Connection(one, writable=False), Connection(other, readable=False)

    def wait(object_list, timeout=None):
        """Wait till an object in object_list is ready/readable.

        Returns list of those objects in object_list which are ready/readable.
        """
        objects = list(object_list)
        handles = [one if isinstance(one, int) else one.fileno() for one in objects]
        ready = _processes.ready(objects, handles, timeout)
        return [one for one, handle in zip(objects, handles) if handle in ready]

    class Listener:
        def __init__(self, address, family, backlog=1):
            self._address = address
            self._last_accepted = None
            if _processes.is_listening(_name(address)):
                raise OSError(errno.EADDRINUSE, "Address already in use")
            self._handle = _processes.listen(_name(address))

        def accept(self):
            return Connection(_processes.accept(self, self._handle))

        def close(self):
            if self._handle is not None:
                _processes.hang_up(self._handle)
                self._handle = None

    def client(address):
        handle = _processes.connect(_name(address))
        if handle is not None:
            return Connection(handle)
        if isinstance(address, tuple):
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    def _name(address):
        return repr(address).encode()

    def arbitrary_address(family):
        return f"listener-{os.urandom(12).hex()}"

    def rebuild(handle, readable, writable):
        return Connection(handle.detach(), readable, writable)

    def reduce(conn):
        handle = conn.fileno()
        popen = connection.reduction.context.get_spawning_popen()
        end = Sent(handle) if popen is None else popen.DupFd(popen.duplicate_for_child(handle))
        return rebuild, (end, conn.readable, conn.writable)

    # Under these names they are looked up when they are unpickled.
    rebuild.__qualname__ = rebuild.__name__ = "rebuild_connection"
    rebuild.__module__ = connection.__name__
    connection.rebuild_connection = rebuild
    connection.reduction.register(Connection, reduce)
    connection.Pipe = Pipe
    connection.wait = wait
    connection.SocketListener = Listener
    connection.SocketClient = client
    connection.arbitrary_address = arbitrary_address
    connection._validate_family = lambda family: None
    connection.address_type = lambda address: "AF_INET" if isinstance(address, tuple) else "AF_UNIX"


class Sent:
    """An end of a pipe on its way through another pipe."""

    def __init__(self, handle):
        self._handle = _processes.duplicate(handle, None)

    def detach(self):
        return _processes.adopt(self._handle)


# A process's beginning.

def patch_spawn(spawn):
    def spawn_main():
        """Run what this process was begun with"""
        parent, payload = _processes.begun()
        process = spawn.process
        process.current_process()._inheriting = True
        source = _io.BytesIO(payload)
        try:
            spawn.prepare(spawn.reduction.pickle.load(source))
            self = spawn.reduction.pickle.load(source)
        finally:
            del process.current_process()._inheriting
        sys.exit(self._bootstrap(_processes.sentinel(parent)))

    import io as _io

    spawn.spawn_main = spawn_main
    if _processes.IN_A_PAGE:
        usual_get, usual_prepare = spawn.get_preparation_data, spawn.prepare

        def get_preparation_data(name):
            return {**usual_get(name), "environment": dict(os.environ)}

        def prepare(data):
            os.environ.clear()
            os.environ.update(data.pop("environment"))
            usual_prepare(data)

        spawn.get_preparation_data, spawn.prepare = get_preparation_data, prepare
