//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "semaphore",
    title: "So many at a time",
    chapter: "Semaphores and queues",
    summary: "A semaphore has a number of permits. Whoever wants in takes one, and waits \
              where none is left; whoever goes out gives one back. It promises that never \
              more are inside than there are permits, and nothing else.",
    look_for: &[
        "Two threads, one permit. Do they take turns? Who made sure of that: the semaphore, \
         or the pause?",
        "Count who is inside at any time, and who waits. It is never more than the permits.",
    ],
    pictures: &["inside"],
    tries: &[
        Try {
            text: "Set the pause to 0 and the hold to 20. The one that has just gone out may well be \
         the first to go in again.",
            params: "{}",
        },
        Try {
            text: "Choose eight threads with three permits. Three are inside nearly always: that is \
         what one wants of a few connections to a database.",
            params: "{}",
        },
        Try {
            text: "Set the permits to as many as there are threads. Now the semaphore never says no, \
         and might as well not be there.",
            params: "{}",
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
                   awake, and often quicker than one that must be woken. If a thread may \
                   never come in because others are always quicker, it starves. Whoever \
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
            title: "two threads",
            params: r#"{"permits": 1, "threads": 2, "rounds": 5, "hold_ms": 0, "pause_ms": 250}"#,
        },
        Preset {
            name: "three of eight",
            title: "three of eight",
            params: r#"{"permits": 3, "threads": 8, "rounds": 4, "hold_ms": 60, "pause_ms": 20}"#,
        },
    ],
    docs: Link {
        title: "threading: semaphore objects",
        url: "https://docs.python.org/3/library/threading.html#semaphore-objects",
    },
    listing: include_str!("listing.py"),
    rust: source!("semaphore/mod.rs"),
    ..About::EMPTY
};
