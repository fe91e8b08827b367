"""A loop that waits for an event: what asyncio's loop is where there are no sockets."""

import threading

from . import base_events, events

__all__ = ("SelectorEventLoop", "_DefaultEventLoopPolicy", "EventLoop")


class _Woken:
    """In the place of a selector: nothing to be ready, and somebody who may call."""

    def __init__(self):
        self._event = threading.Event()

    def select(self, timeout=None):
        if timeout is None or timeout > 0:
            self._event.wait(timeout)
        self._event.clear()
        return []

    def wake(self):
        self._event.set()

    def close(self):
        pass


class SelectorEventLoop(base_events.BaseEventLoop):
    def __init__(self, selector=None):
        super().__init__()
        self._selector = _Woken()

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        super().close()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        self._selector.wake()

    def _no_sockets(self, *args, **named):
        raise OSError("there are no sockets here: asyncio has timers, tasks, locks, queues and threads")

    add_reader = remove_reader = add_writer = remove_writer = _no_sockets
    _make_socket_transport = _make_ssl_transport = _make_datagram_transport = _no_sockets

    async def _no_sockets_to_await(self, *args, **named):
        self._no_sockets()

    create_connection = create_server = create_datagram_endpoint = _no_sockets_to_await
    create_unix_connection = create_unix_server = _no_sockets_to_await
    subprocess_exec = subprocess_shell = getaddrinfo = getnameinfo = _no_sockets_to_await

    def add_signal_handler(self, signal, callback, *args):
        raise NotImplementedError

    def remove_signal_handler(self, signal):
        return False


class _DefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = SelectorEventLoop


EventLoop = SelectorEventLoop
