import json
from queue import Queue
from threading import Thread

#: if pattern != "ping-pong"
actors = 4  #: actors
#: end
messages = 12  #: messages
mailbox_capacity = 0  #: mailbox_capacity

class ActorExit(Exception):
    """What recv() raises when the actor has been closed."""

class Actor(Thread):
    def __init__(self):
        super().__init__()
        self.mailbox = Queue(mailbox_capacity)
        self.received = 0

    def send(self, message):
        self.mailbox.put(message)  #: @core @wait(room in a mailbox)

    def recv(self):
        message = self.mailbox.get()  #: @core @wait(a message)
        if message is ActorExit:
            raise ActorExit
        self.received += 1
        return message

    def close(self):
        self.send(ActorExit)

    def run(self):
        try:
            self.act()
        except ActorExit:
            pass

#: if pattern == "ping-pong"
class Ping(Actor):
    def act(self):
        for number in range(messages):
            pong.send(number)  #: @core @run(actor)
            self.recv()  #: @core @run(actor)
        pong.close()

class Pong(Actor):
    def act(self):
        while True:
            ping.send(self.recv())  #: @core @run(actor)

ping, pong = Ping(), Pong()
cast = [ping, pong]
#: elif pattern == "pipeline"
class Stage(Actor):
    next = None

    def act(self):
        try:
            while True:
                message = self.recv()  #: @core @run(actor)
                if self.next:
                    self.next.send(message)  #: @core @run(actor)
        finally:  # the end is passed on too
            if self.next:
                self.next.close()

cast = [Stage() for _ in range(actors)]
for stage, later in zip(cast, cast[1:]):
    stage.next = later
#: elif pattern == "ring"
class Relay(Actor):
    def act(self):
        while True:
            hops = self.recv() + 1  #: @core @run(actor)
            if hops < messages:
                self.next.send(hops)  #: @core @run(actor)
            else:
                for actor in cast:
                    actor.close()

cast = [Relay() for _ in range(actors)]
for index, relay in enumerate(cast):
    relay.next = cast[(index + 1) % actors]
#: elif pattern == "fan-in"
class Source(Actor):
    def act(self):
        for number in range(cast.index(self), messages, actors - 1):
            sink.send(number)  #: @core @run(actor)

class Sink(Actor):
    def act(self):
        for _ in range(messages):
            self.recv()  #: @core @run(actor)

sink = Sink()
cast = [Source() for _ in range(actors - 1)] + [sink]
#: else
class PrintActor(Actor):
    def act(self):
        while True:
            print(f'actor {cast.index(self) + 1}: got message {self.recv()}')  #: @core @run(actor)

cast = [PrintActor() for _ in range(actors)]
#: end
for actor in cast:
    actor.start()  #: @run(main)
#: if pattern == "print"
for number in range(messages):
    cast[number % actors].send(number)  #: @core @run(main)
for actor in cast:
    actor.close()
#: elif pattern == "pipeline"
for number in range(messages):
    cast[0].send(number)  #: @core @run(main)
cast[0].close()
#: elif pattern == "ring"
if messages > 0:
    cast[0].send(0)  #: @core @run(main)
else:
    for actor in cast:
        actor.close()
#: end
for actor in cast:
    actor.join()  #: @wait(results)
received = [actor.received for actor in cast]
print(f'delivered: {sum(received)}, per actor: {received}')
print(json.dumps({'delivered': sum(received), 'per_actor': received}))
