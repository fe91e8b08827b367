"""An actor has a mailbox, and works on one message after the other, in a thread of its own."""

from multiprocessing import Queue
from threading import Event, Thread


class ActorExit(Exception):
    """What an actor finds in its mailbox when it has been closed."""


class Actor:
    def __init__(self):
        self._mailbox = Queue()

    def send(self, message):
        self._mailbox.put(message)

    def recv(self):
        message = self._mailbox.get()
        if message is ActorExit:
            raise ActorExit
        return message

    def close(self):
        self.send(ActorExit)

    def start(self):
        self._terminated = Event()
        Thread(target=self._bootstrap, daemon=True).start()

    def _bootstrap(self):
        try:
            self.run()
        except ActorExit:
            pass
        finally:
            self._terminated.set()

    def join(self):
        self._terminated.wait()


class PrintActor(Actor):
    def run(self):
        while True:
            print("Got:", self.recv())


actor = PrintActor()
actor.start()
actor.send("Hello")
actor.send("World")
actor.close()
actor.join()

# only: cpython native page
# expect: Got: Hello
# expect: Got: World
