//! `Actor`, `ActorExit`, `PrintActor`: tasks with a mailbox, that only send messages.

mod about;

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::actor::{ActorError, Addresses, Group, GroupEntry, Mailbox, System};
use crate::engine::measure;
use crate::engine::parameters::{Kind, Workers};
use crate::engine::{Lesson, Needs};
use crate::platform::{clock, events};
use futures_lite::future::Boxed;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Actors receive messages, and answer with messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Actors {
    /// Who sends to whom.
    #[serde(default)]
    #[schemars(title = "Pattern")]
    pattern: Pattern,

    /// How many actors there are; ping-pong uses two.
    #[serde(default = "actors")]
    #[schemars(title = "Actors", range(min = 2, max = 1_000))]
    actors: u32,

    /// How many workers the actors take turns on.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How many messages are put in at the sources, in all.
    #[serde(default = "messages")]
    #[schemars(title = "Messages", range(max = 1_000_000))]
    messages: u32,

    /// How many messages a mailbox holds before senders wait; 0 is without bound.
    #[serde(default)]
    #[schemars(title = "Mailbox capacity", extend("x-unit" = "messages"), range(max = 1_000_000))]
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
    /// Each actor passes what it gets on to the next.
    Pipeline,
    /// One token goes round from actor to actor.
    Ring,
    /// All actors but the last send to the last.
    FanIn,
}

fn actors() -> u32 {
    4
}

fn messages() -> u32 {
    12
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// Receipts, sentinels not counted.
    delivered: u64,
    per_actor: Vec<u64>,
    messages_per_second: Option<f64>,
}

/// The lesson's actors, as a value that a process can be sent.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cast {
    pattern: Pattern,
    size: u32,
    messages: u32,
    mailbox_capacity: u32,
}

/// What they send each other: whose message it was at first, from 0, and the how manieth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Mail {
    source: u32,
    number: u32,
}

impl Group for Cast {
    const NAME: &'static str = "actors";
    type Message = Mail;

    fn size(&self) -> u32 {
        self.size
    }

    fn mailbox_capacity(&self) -> usize {
        self.mailbox_capacity as usize
    }

    fn run(
        &self,
        me: u32,
        mailbox: Mailbox<Mail>,
        others: Addresses<Mail>,
    ) -> Boxed<Result<(), ActorError>> {
        let cast = self.clone();
        match (self.pattern, me) {
            (Pattern::Print, _) => Box::pin(print(me, mailbox)),
            (Pattern::PingPong, 0) => Box::pin(ping(mailbox, others, self.messages)),
            (Pattern::PingPong, _) => Box::pin(pong(mailbox, others)),
            (Pattern::Pipeline, _) => Box::pin(stage(me, mailbox, others)),
            (Pattern::Ring, _) => Box::pin(hop(me, mailbox, others, self.messages)),
            (Pattern::FanIn, me) if me + 1 < self.size => Box::pin(source(me, others, cast)),
            (Pattern::FanIn, _) => Box::pin(sink(mailbox, cast)),
        }
    }
}

impl Cast {
    /// How many messages a source of the fan-in puts in.
    fn share(&self, source: u32) -> u32 {
        let sources = self.size - 1;
        self.messages / sources + u32::from(source < self.messages % sources)
    }
}

/// That a sender's messages came in the order in which they were sent.
fn in_order(mail: Mail, expected: u32) -> Result<(), ActorError> {
    let Mail { source, number } = mail;
    match number == expected {
        true => Ok(()),
        false => Err(ActorError::Failed(format!(
            "message {number} of source {source} came where {expected} was the next"
        ))),
    }
}

/// The lecture's `PrintActor`: receives until `ActorExit`, and prints.
async fn print(me: u32, mut mailbox: Mailbox<Mail>) -> Result<(), ActorError> {
    loop {
        let mail = mailbox.recv().await?;
        events::print(format!("actor {}: got message {}", me + 1, mail.number));
    }
}

/// Sends `messages` pings, each after the pong before; then closes the other.
async fn ping(
    mut mailbox: Mailbox<Mail>,
    others: Addresses<Mail>,
    messages: u32,
) -> Result<(), ActorError> {
    let other = others.get(1);
    for number in 0..messages {
        other.send(Mail { source: 0, number }).await?;
        in_order(mailbox.recv().await?, number)?;
    }
    other.close();
    Ok(())
}

/// Answers each ping with a pong.
async fn pong(mut mailbox: Mailbox<Mail>, others: Addresses<Mail>) -> Result<(), ActorError> {
    let other = others.get(0);
    loop {
        other.send(mailbox.recv().await?).await?;
    }
}

/// Passes on what comes, and the end too.
async fn stage(
    me: u32,
    mut mailbox: Mailbox<Mail>,
    others: Addresses<Mail>,
) -> Result<(), ActorError> {
    let next = me as usize + 1;
    let next = (next < others.len()).then(|| others.get(next));
    let mut expected = 0;
    while let Ok(mail) = mailbox.recv().await {
        in_order(mail, expected)?;
        expected += 1;
        if let Some(next) = &next {
            next.send(mail).await?;
        }
    }
    if let Some(next) = &next {
        next.close();
    }
    Ok(())
}

/// Takes the token and passes it on, until it has made all its hops; then closes everybody.
async fn hop(
    me: u32,
    mut mailbox: Mailbox<Mail>,
    others: Addresses<Mail>,
    hops: u32,
) -> Result<(), ActorError> {
    let next = others.get((me as usize + 1) % others.len());
    loop {
        let Mail { source, number } = mailbox.recv().await?;
        let number = number + 1;
        if number == hops {
            others.iter().for_each(|other| other.close());
        } else {
            next.send(Mail { source, number }).await?;
        }
    }
}

/// Puts its share of the messages in.
async fn source(me: u32, others: Addresses<Mail>, cast: Cast) -> Result<(), ActorError> {
    let sink = others.get(cast.size as usize - 1);
    for number in 0..cast.share(me) {
        sink.send(Mail { source: me, number }).await?;
    }
    Ok(())
}

/// Takes the messages of all sources. Of each they come in order; between them there is none.
async fn sink(mut mailbox: Mailbox<Mail>, cast: Cast) -> Result<(), ActorError> {
    let mut expected = vec![0; cast.size as usize - 1];
    for _ in 0..cast.messages {
        let mail = mailbox.recv().await?;
        let next = &mut expected[mail.source as usize];
        in_order(mail, *next)?;
        *next += 1;
    }
    Ok(())
}

impl Lesson for Actors {
    const ABOUT: About = about::ABOUT;
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

    fn determined(&self) -> &'static [&'static str] {
        &["delivered", "per_actor"]
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let cast = Cast {
            pattern: self.pattern,
            size: match self.pattern {
                Pattern::PingPong => 2,
                _ => self.actors,
            },
            messages: self.messages,
            mailbox_capacity: self.mailbox_capacity,
        };
        // Without shared memory the workers are processes; the actors are the same.
        let kind = Kind::preferred();
        let starting = clock::now_us();
        let system = System::start(&context, self.workers.count(), kind, &cast).await?;
        let begin = clock::now_us();
        context.metric("start_ms", (begin - starting) / 1e3);
        put_in(&context, &cast, system.addresses()).await?;
        let waited = system.waited();
        let ended = context.unless_stopped(system.join()).await??;
        let ms = measure::lasted((clock::now_us() - begin) / 1e3);

        for (actor, end) in (1..).zip(&ended) {
            if let Err(reason) = &end.result {
                return Err(Error::failed(format!("actor {actor} failed: {reason}")));
            }
        }
        let waited = waited + ended.iter().map(|end| end.waited).sum::<u64>();
        context.metric("sends_that_waited", waited);
        let per_actor: Vec<u64> = ended.iter().map(|end| end.received).collect();
        let delivered = per_actor.iter().sum();
        if self.pattern != Pattern::Print {
            let time = match ms {
                Ok(ms) => format!("in {ms:.3} ms"),
                Err(why) => measure::why_not(why, "messages"),
            };
            context.print(format!(
                "{delivered} receipts {time}; {waited} sends had to wait for room"
            ));
        }
        let messages_per_second = ms.map(|ms| delivered as f64 / ms * 1e3);
        if delivered > 0 {
            context.answer(match waited {
                0 => 0,
                waited if waited < delivered => 1,
                _ => 2,
            });
        }
        Ok(Outcome {
            delivered,
            per_actor,
            messages_per_second: context.figure(
                "messages_per_second",
                messages_per_second,
                "messages",
            ),
        })
    }
}

/// The main program's part: what it sends, where it is the source, and the end.
async fn put_in(context: &Context, cast: &Cast, actors: &Addresses<Mail>) -> Result<(), Error> {
    let failed = |error: ActorError| Error::failed(error.to_string());
    // Those that the messages go to in turn.
    let first: Vec<_> = match cast.pattern {
        Pattern::Print => actors.iter().collect(),
        Pattern::Pipeline | Pattern::Ring => vec![actors.get(0)],
        Pattern::PingPong | Pattern::FanIn => return Ok(()),
    };
    let messages = match cast.pattern {
        // The token.
        Pattern::Ring => cast.messages.min(1),
        _ => cast.messages,
    };
    for number in 0..messages {
        let actor = number as usize % first.len();
        let sent = first[actor].send(Mail { source: 0, number });
        context.unless_stopped(sent).await?.map_err(failed)?;
        context.breathe_now_and_then(number as usize).await?;
    }
    match cast.pattern {
        // Whoever takes the token last closes everybody; without a hop to make that is nobody.
        Pattern::Ring if cast.messages == 0 => actors.iter().for_each(|actor| actor.close()),
        Pattern::Ring => {}
        _ => first.iter().for_each(|actor| actor.close()),
    }
    Ok(())
}
