//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "semaphore",
    title: "So many at a time",
    chapter: "Semaphores and queues",
    summary: "A semaphore has a number of permits. Whoever wants in takes one, and waits where \
              none is left; whoever leaves gives it back.",
    main: &["permits", "threads", "hold_ms", "pause_ms"],
    details: &[
        "It promises that never more are inside than there are permits, and nothing else: who goes \
         in next, and who goes in again, it leaves open.",
        "That is what one wants of a few connections to a database, or of downloads from one \
         server: all may ask, but only so many are served at a time.",
    ],
    look_for: &[
        "Count who is inside at any time, and who waits. It is never more than the permits.",
        "Follow one who leaves. Does another that waited go in next, or the same one again?",
    ],
    pictures: &["inside"],
    tries: &[
        Try {
            text: "Two threads and one permit, and a long pause outside. Do they take turns? What \
                   made sure of that: the semaphore, or the pause?",
            params: r#"{"permits": 1, "threads": 2, "rounds": 5, "hold_ms": 20, "pause_ms": 250}"#,
        },
        Try {
            text: "No pause: whoever has just left asks again at once, and may well be the first \
                   to go in again.",
            params: r#"{"permits": 1, "threads": 3, "hold_ms": 20, "pause_ms": 0}"#,
        },
        Try {
            text: "As many permits as threads. Now the semaphore never says no, and might as well \
                   not be there.",
            params: r#"{"permits": 8, "threads": 8}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "A semaphore and a lock",
            text: "With one permit a semaphore lets one in at a time, as a lock does. But a \
                   lock has an owner, who alone is meant to give it back; a permit of a \
                   semaphore may be given back by anybody. So one thread can wait for a \
                   permit that another gives: a semaphore also tells that something has \
                   happened. Edsger Dijkstra thought of it in the 1960s.",
        },
        Idea {
            title: "No order is promised",
            text: "Python’s documentation says that the order in which waiting threads get \
                   in should not be relied on. The one that just gave a permit back is \
                   awake, and often faster than one that must be woken. If a thread never gets \
                   in because others are always faster, it starves. Whoever \
                   needs an order must build one, with a queue.",
        },
    ],
    question: Some(Question {
        text: "The threads go in again and again. Will they go in strictly in turn, always \
               in the same order?",
        answers: &[
            "Yes, always in the same order",
            "No: at some time one goes in out of turn",
        ],
    }),
    presets: &[
        Preset {
            name: "two threads",
            title: "Two threads, one permit",
            params: r#"{"permits": 1, "threads": 2, "rounds": 5, "hold_ms": 0, "pause_ms": 250}"#,
        },
        Preset {
            name: "three of eight",
            title: "3 of 8 inside",
            params: r#"{"permits": 3, "threads": 8, "rounds": 4, "hold_ms": 100, "pause_ms": 50}"#,
        },
    ],
    docs: Link {
        title: "threading: semaphore objects",
        url: "https://docs.python.org/3/library/threading.html#semaphore-objects",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "semaphore/mod.rs",
        core: [
            "if !semaphore.acquire(",
            "let stopped = ",
            "semaphore.release();",
        ]
    ),
    ..About::EMPTY
};
