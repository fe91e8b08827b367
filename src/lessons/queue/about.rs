//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "queue",
    title: "A queue between threads",
    chapter: "Semaphores and queues",
    summary: "Producers put items into a queue, consumers take them out, and neither needs \
              to know the other. The queue does the locking. It has room for eight: whoever \
              finds it full waits until there is room, and whoever finds it empty waits \
              until there is something.",
    look_for: &[
        "Each item is taken out once, by one consumer. That was counted: see what the last \
         line says.",
        "Who waits for what: producers for room, or consumers for items?",
    ],
    tries: &[
        Try {
            text: "Set the capacity to 1. Each put now waits for a get, and the threads move in step.",
            params: "{}",
        },
        Try {
            text: "Set it to 0, which is without bound. Nobody waits to put, and how deep does the \
         queue get?",
            params: "{}",
        },
        Try {
            text: "Take one producer and many consumers, then the other way round. Who waits now?",
            params: "{}",
        },
    ],
    pictures: &["depth"],
    ideas: &[
        Idea {
            title: "Back-pressure",
            text: "If producers are quicker than consumers, what lies between must grow, \
                   until the memory is full. A bounded queue holds the quick back to the \
                   pace of the slow. The same idea is in every network and in every pipe of \
                   a shell: the reader’s pace reaches the writer.",
        },
        Idea {
            title: "A queue instead of a lock",
            text: "Threads that hand their data over by a queue need no lock of their own: \
                   at any time only one of them has the item. What is hard about threads is \
                   what they share, and here they share only the queue.",
        },
        Idea {
            title: "How to say that it is over",
            text: "A consumer that waits for the next item cannot know that there is none. \
                   So the producers’ last word is a sentinel, a value that is no item, one \
                   for each consumer; here it is `None`. Since Python 3.13 a queue can also \
                   be shut down, and then `get()` raises an error.",
        },
    ],
    question: Some(Question {
        text: "How often will a producer find the queue full, and have to wait for room?",
        answers: &[
            "Never",
            "At some of the puts, but fewer than half",
            "At half of the puts, or more",
        ],
    }),
    presets: &[
        Preset {
            name: "in step",
            title: "in step",
            params: r#"{"producers": 1, "consumers": 1, "items": 200, "capacity": 1}"#,
        },
        Preset {
            name: "without bound",
            title: "without bound",
            params: r#"{"producers": 4, "consumers": 1, "items": 10000, "capacity": 0}"#,
        },
    ],
    docs: Link {
        title: "queue: a synchronized queue class",
        url: "https://docs.python.org/3/library/queue.html",
    },
    listing: include_str!("listing.py"),
    rust: source!("queue/mod.rs"),
    ..About::EMPTY
};
