//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "queue",
    title: "A queue between threads",
    chapter: "Semaphores and queues",
    summary: "Producers put items into a queue, consumers take them out, and the queue does the \
              locking. Whoever finds it full, or empty, waits.",
    main: &["capacity", "producers", "consumers", "consume_ms"],
    details: &[
        "Neither side needs to know the other: a producer knows only the queue, and so does a \
         consumer. A `put` that finds the queue full waits until somebody has taken an item \
         out; a `get` that finds it empty waits until somebody has put one in. What each \
         thread does with its own item, it does outside the queue, where nobody has to wait \
         for it.",
    ],
    look_for: &[
        "Each item is taken out once, by one consumer. That was counted: see what the last \
         line of the output says.",
        "Who waits for what: producers for room, or consumers for items?",
    ],
    tries: &[
        Try {
            text: "Room for one item: a producer can be one item ahead, and no more.",
            params: r#"{"capacity": 1}"#,
        },
        Try {
            text: "A queue without bound: nobody waits to put, and how deep does it get?",
            params: r#"{"capacity": 0}"#,
        },
        Try {
            text: "Slow producers: making an item takes longer than working on it. Now the \
                   consumers wait.",
            params: r#"{"produce_ms": 15, "consume_ms": 5}"#,
        },
        Try {
            text: "One producer and six consumers: who waits now?",
            params: r#"{"producers": 1, "consumers": 6}"#,
        },
    ],
    pictures: &["depth"],
    ideas: &[
        Idea {
            title: "Back-pressure",
            text: "If producers are faster than consumers, what lies between must grow, \
                   until the memory is full. A bounded queue holds the fast back to the pace \
                   of the slow. The same idea is in every network and in every pipe of a \
                   shell: the reader’s pace reaches the writer.",
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
                   So the last thing put into the queue is a sentinel, a value that is no \
                   item, one for each consumer; here it is `None`. Since Python 3.13 a queue \
                   can also be shut down, and then `get()` raises an error.",
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
            title: "Room for one: in step",
            params: r#"{"producers": 1, "consumers": 1, "items": 40, "capacity": 1, "produce_ms": 0}"#,
        },
        Preset {
            name: "without bound",
            title: "Four producers, no bound",
            params: r#"{"producers": 4, "consumers": 1, "capacity": 0}"#,
        },
    ],
    docs: Link {
        title: "queue: a synchronized queue class",
        url: "https://docs.python.org/3/library/queue.html",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "queue/mod.rs",
        core: [
            "match queue.put(Some(number)",
            "while let Some(Some(number)) = queue.get(",
        ]
    ),
    ..About::EMPTY
};
