//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "actors",
    title: "Actors",
    chapter: "Actors",
    summary: "An actor is a task with a mailbox. It shares nothing: whoever wants something \
              of it sends a message, and the actor takes one after the other, so there is \
              nothing to lock. It lives until it takes the sentinel that `close()` sends, \
              which raises `ActorExit` where the actor receives. Four actors do not need \
              four processors: while one waits for a message, its worker runs another.",
    look_for: &[
        "Each actor prints its own messages in the order in which they were sent. Between \
         actors there is no order: run it twice and compare.",
        "Which actors had a worker at the same time, and which only waited?",
    ],
    pictures: &["sequence", "receipts"],
    tries: &[
        Try {
            text: "Set workers to 1, then to 4: the same lines, but which actors print at the same \
         time?",
            params: "{}",
        },
        Try {
            text: "Choose ping-pong. One worker waits while the other runs: is it slower on two \
         workers than on one?",
            params: "{}",
        },
        Try {
            text: "Choose the pipeline. Its first message is still on its way when the second starts: \
         that makes a pipeline quick. The ring has one token, and never more than one actor \
         has something to do.",
            params: "{}",
        },
        Try {
            text: "Choose fan-in with a mailbox capacity of 1. The senders now wait for room: \
         back-pressure.",
            params: "{}",
        },
    ],
    ideas: &[
        Idea {
            title: "Why actors",
            text: "Most of what goes wrong with threads goes wrong in what they share. \
                   Actors share no state. Each has its own, and nobody else can reach it; \
                   what one wants another to know it sends. An actor takes one message at a \
                   time, so what it does with its state never needs a lock. And it does not \
                   matter where it runs: a message reaches another process, or another \
                   machine, just as well.",
        },
        Idea {
            title: "What actors do not save you from",
            text: "Two actors that each wait for the other’s answer wait for ever. A mailbox \
                   without bound can fill the memory. And there is no order between messages \
                   of different senders. Erlang was made of actors in the 1980s, for \
                   telephone exchanges that must not stop; its answer to the rest is to let \
                   an actor fail, and have another start it anew.",
        },
    ],
    question: Some(Question {
        text: "How many messages will the actors take, in a second at the pace of this run?",
        answers: &[
            "Fewer than 10,000",
            "From 10,000 to 100,000",
            "From 100,000 to a million",
            "A million or more",
        ],
    }),
    presets: &[
        Preset {
            name: "PrintActor",
            title: "PrintActor",
            params: r#"{"pattern": "print", "actors": 2, "messages": 10}"#,
        },
        Preset {
            name: "ping-pong",
            title: "ping-pong",
            params: r#"{"pattern": "ping-pong", "messages": 1000, "workers": 2}"#,
        },
        Preset {
            name: "pipeline",
            title: "pipeline",
            params: r#"{"pattern": "pipeline", "actors": 4, "messages": 12, "workers": 2}"#,
        },
        Preset {
            name: "ring",
            title: "ring",
            params: r#"{"pattern": "ring", "actors": 5, "messages": 20, "workers": 2}"#,
        },
        Preset {
            name: "back-pressure",
            title: "back-pressure",
            params: r#"{"pattern": "fan-in", "actors": 4, "messages": 30, "workers": 2, "mailbox_capacity": 1}"#,
        },
        Preset {
            name: "a thousand",
            title: "a thousand",
            params: r#"{"pattern": "print", "actors": 1000, "messages": 2000, "workers": 2}"#,
        },
    ],
    docs: Link {
        title: "queue: a synchronized queue class",
        url: "https://docs.python.org/3/library/queue.html",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "actors/mod.rs",
        core: [
            "events::print(format!(",
            "other.send(Mail { source: 0, number }).await?;",
            "other.send(mailbox.recv().await?).await?;",
            "let sent = first[actor].send(",
        ]
    ),
    ..About::EMPTY
};
