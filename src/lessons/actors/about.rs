//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "actors",
    title: "Actors",
    chapter: "Actors",
    summary: "An actor is a task with a mailbox. It shares nothing and takes one message after the \
              other, so there is nothing to lock.",
    main: &["pattern", "actors", "messages", "workers"],
    details: &[
        "Whoever wants something of an actor sends it a message, and goes on. The actor lives until \
         it takes the sentinel that `close()` sends, a last message which raises `ActorExit` where \
         the actor receives.",
        "Many actors do not need as many processors: while one waits for a message, its worker \
         runs another.",
    ],
    look_for: &[
        "Each actor takes its own messages in the order in which they were sent. Between \
         actors there is no order: run it twice and compare.",
        "Which actors had a worker at the same time, and which only waited?",
    ],
    pictures: &["sequence", "receipts"],
    tries: &[
        Try {
            text: "One worker for all actors: the same lines, but never two actors at the same time.",
            params: r#"{"workers": 1}"#,
        },
        Try {
            text: "Ping-pong: one sends, and waits for the answer. There is never more than one \
                   with something to do, so a second worker makes nothing faster.",
            params: r#"{"pattern": "ping-pong", "workers": 2}"#,
        },
        Try {
            text: "A pipeline: its first message is still on its way when the second starts. That \
                   makes a pipeline fast.",
            params: r#"{"pattern": "pipeline", "workers": 2}"#,
        },
        Try {
            text: "A ring has one token, and never more than one actor has something to do.",
            params: r#"{"pattern": "ring", "workers": 2}"#,
        },
        Try {
            text: "Fan-in, with a mailbox for one message: the senders have to wait for room. That \
                   is back-pressure.",
            params: r#"{"pattern": "fan-in", "messages": 30, "workers": 2, "mailbox_capacity": 1}"#,
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
        text: "An actor is sent messages faster than it takes them. How many of the sends have to \
               wait for it?",
        answers: &[
            "None: the messages wait in its mailbox",
            "Some: those that find its mailbox full",
            "All: each waits until its message is taken",
        ],
    }),
    presets: &[
        Preset {
            name: "PrintActor",
            title: "Two actors that print",
            params: r#"{"pattern": "print", "actors": 2, "messages": 10}"#,
        },
        Preset {
            name: "ping-pong",
            title: "Ping-pong",
            params: r#"{"pattern": "ping-pong", "messages": 1000, "workers": 2}"#,
        },
        Preset {
            name: "pipeline",
            title: "A pipeline of four",
            params: r#"{"pattern": "pipeline", "actors": 4, "messages": 12, "workers": 2}"#,
        },
        Preset {
            name: "ring",
            title: "One token in a ring",
            params: r#"{"pattern": "ring", "actors": 5, "messages": 20, "workers": 2}"#,
        },
        Preset {
            name: "back-pressure",
            title: "Back-pressure: mailboxes for one",
            params: r#"{"pattern": "fan-in", "actors": 4, "messages": 30, "workers": 2, "mailbox_capacity": 1}"#,
        },
        Preset {
            name: "a thousand",
            title: "A thousand actors",
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
