//! `Actor`, `ActorExit`, `PrintActor`: tasks with a mailbox, that only send messages.

use super::{About, Lesson, Link, Needs, Preset, source};
use crate::contract::Error;
use crate::contract::parameters::{Kind, Workers};
use crate::engine::Context;
use crate::engine::actor::{ActorError, Address, Ended, Group, GroupEntry, Mailbox, System};
use crate::platform::{clock, events};
use futures_lite::future::Boxed;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Actors receive messages, and answer with messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
pub struct Actors {
    /// Who sends to whom.
    #[serde(default)]
    #[garde(skip)]
    #[schemars(title = "Pattern")]
    pattern: Pattern,

    /// How many actors there are; ping-pong uses two.
    #[serde(default = "actors")]
    #[garde(range(min = 2, max = 1_000))]
    #[schemars(title = "Actors")]
    actors: u32,

    /// How many workers the actors take turns on.
    #[serde(default = "Workers::logical")]
    #[garde(dive)]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How many messages are put in at the sources, in all.
    #[serde(default = "messages")]
    #[garde(range(max = 1_000_000))]
    #[schemars(title = "Messages")]
    messages: u32,

    /// How many messages a mailbox holds before senders wait; 0 is without bound.
    #[serde(default)]
    #[garde(range(max = 1_000_000))]
    #[schemars(title = "Mailbox capacity", extend("x-unit" = "messages"))]
    mailbox_capacity: u32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Pattern {
    /// The main program sends to each actor in turn, and each prints what it gets.
    #[default]
    Print,
    /// Two actors: one sends a ping and waits for the pong, again and again.
    PingPong,
}

fn actors() -> u32 {
    4
}

fn messages() -> u32 {
    100
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    delivered: u64,
    per_actor: Vec<u64>,
    messages_per_second: f64,
}

/// The lesson's actors, as a value that a process can be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cast {
    pattern: Pattern,
    size: u32,
    messages: u32,
    mailbox_capacity: u32,
}

impl Group for Cast {
    const NAME: &'static str = "actors";
    type Message = u64;

    fn size(&self) -> u32 {
        self.size
    }

    fn mailbox_capacity(&self) -> usize {
        self.mailbox_capacity as usize
    }

    fn run(
        &self,
        me: u32,
        mailbox: Mailbox<u64>,
        others: Vec<Address<u64>>,
    ) -> Boxed<Result<(), ActorError>> {
        match (self.pattern, me) {
            (Pattern::Print, _) => Box::pin(print(me, mailbox)),
            (Pattern::PingPong, 0) => Box::pin(ping(mailbox, others, self.messages)),
            (Pattern::PingPong, _) => Box::pin(pong(mailbox, others)),
        }
    }
}

/// The lecture's `PrintActor`: receives until `ActorExit`, and prints.
async fn print(me: u32, mut mailbox: Mailbox<u64>) -> Result<(), ActorError> {
    loop {
        let message = mailbox.recv().await?;
        events::print(format!("actor {}: got message {message}", me + 1));
    }
}

/// Sends `messages` pings, each after the pong before; then closes the other.
async fn ping(
    mut mailbox: Mailbox<u64>,
    others: Vec<Address<u64>>,
    messages: u32,
) -> Result<(), ActorError> {
    for number in 0..u64::from(messages) {
        others[1].send(number).await?;
        let answer = mailbox.recv().await?;
        if answer != number {
            return Err(ActorError::Failed(format!(
                "pong {answer} came for ping {number}"
            )));
        }
    }
    others[1].close();
    Ok(())
}

/// Answers each ping with a pong.
async fn pong(mut mailbox: Mailbox<u64>, others: Vec<Address<u64>>) -> Result<(), ActorError> {
    loop {
        let number = mailbox.recv().await?;
        others[0].send(number).await?;
    }
}

impl Lesson for Actors {
    const ABOUT: About = About {
        id: "actors",
        title: "Actors",
        chapter: "Actors",
        summary: "An actor is a task with a mailbox. It shares nothing: whoever wants something of \
                  it sends a message, and the actor takes one after the other, so there is nothing \
                  to lock. It lives until it takes the sentinel that close() sends, which raises \
                  ActorExit where the actor receives. Four actors do not need four processors: \
                  while one waits for a message, its worker runs another.",
        look_for: &[
            "Set workers to 1, then to 4: the same lines, but which actors print at the same time?",
            "Each actor prints its own messages in the order in which they were sent. Between \
             actors there is no order: run it twice and compare.",
            "In ping-pong nothing ever happens at the same time. Two workers are slower than one, \
             for each message must wake the other worker.",
            "Give the mailboxes a capacity of 1: the sender now waits for the receivers.",
        ],
        presets: &[
            Preset {
                name: "PrintActor",
                params: r#"{"pattern": "print", "actors": 2, "messages": 10}"#,
            },
            Preset {
                name: "ping-pong",
                params: r#"{"pattern": "ping-pong", "messages": 1000, "workers": 2}"#,
            },
            Preset {
                name: "a thousand",
                params: r#"{"pattern": "print", "actors": 1000, "messages": 2000, "workers": 2}"#,
            },
        ],
        needs_shared_memory: false,
        docs: Link {
            title: "queue: a synchronized queue class",
            url: "https://docs.python.org/3/library/queue.html",
        },
        python: r"from queue import Queue
from threading import Thread

class ActorExit(Exception):
    pass

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
        self._thread = Thread(target=self._bootstrap)
        self._thread.start()

    def _bootstrap(self):
        try:
            self.run()
        except ActorExit:
            pass

    def join(self):
        self._thread.join()

class PrintActor(Actor):
    def run(self):
        while True:
            print('Got:', self.recv())

printer = PrintActor()
printer.start()
printer.send('Hello')
printer.send('World')
printer.close()
printer.join()
",
        rust: source!("actors.rs"),
        hidden: false,
    };
    const GROUPS: &'static [GroupEntry] = &[GroupEntry::of::<Cast>()];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        let workers = self.workers.count();
        Needs {
            workers,
            threads: workers,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let cast = Cast {
            pattern: self.pattern,
            size: match self.pattern {
                Pattern::PingPong => 2,
                Pattern::Print => self.actors,
            },
            messages: self.messages,
            mailbox_capacity: self.mailbox_capacity,
        };
        // Without shared memory the workers are processes; the actors are the same.
        let kind = Kind::preferred();
        let system = System::start(&context, self.workers.count(), kind, &cast).await?;
        let begin = clock::now_us();
        if self.pattern == Pattern::Print {
            for number in 0..u64::from(self.messages) {
                let actor = (number % u64::from(cast.size)) as usize;
                let sent = system.addresses()[actor].send(number).await;
                sent.map_err(|error| Error::failed(error.to_string()))?;
                context.breathe().await?;
            }
            system.addresses().iter().for_each(Address::close);
        }
        let ended = stoppable(&context, system.join()).await?;
        let seconds = (clock::now_us() - begin) / 1e6;

        for (actor, end) in ended.iter().enumerate() {
            if let Err(reason) = &end.result {
                return Err(Error::failed(format!(
                    "actor {} failed: {reason}",
                    actor + 1
                )));
            }
        }
        let per_actor: Vec<u64> = ended.iter().map(|end| end.received).collect();
        let delivered = per_actor.iter().sum();
        Ok(Outcome {
            delivered,
            per_actor,
            messages_per_second: delivered as f64 / seconds,
        })
    }
}

/// The actors' ends, or the stop that was asked for before; what is dropped then is ended.
async fn stoppable(
    context: &Context,
    join: impl Future<Output = Result<Vec<Ended>, Error>>,
) -> Result<Vec<Ended>, Error> {
    let stop = async {
        context.cancel().wait().await;
        Err(Error::Cancelled)
    };
    futures_lite::future::or(join, stop).await
}
