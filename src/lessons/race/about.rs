//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "race",
    title: "Threads share memory",
    chapter: "Threads",
    summary: "A race condition: threads read a number, add one, write it back. What another adds \
              in between is lost, unless a lock keeps it out.",
    main: &["guard", "pause", "threads", "increments"],
    details: &[
        "To add one is three things: to read, to add, and to write back. Nothing keeps another \
         thread from coming in between, unless there is a guard: a lock lets one thread in at a \
         time, and an atomic operation cannot be interrupted half-way.",
        "The pause makes the window between reading and writing wide, with steps that do nothing, \
         where another program would have work to do. Whatever the others write meanwhile is \
         overwritten when the thread comes out of it. Without the pause the window is about a \
         nanosecond wide: the race is the same, but many a run loses nothing.",
    ],
    look_for: &[
        "What is the number at the end? Run it several times: is it ever the same?",
        "The threads all did their part. Nothing failed, and nothing warned.",
    ],
    pictures: &["lost-updates"],
    tries: &[
        Try {
            text: "Use a lock. Nothing is lost: at any time one thread holds the lock, and the \
                   others wait. What does it cost?",
            params: r#"{"guard": "lock"}"#,
        },
        Try {
            text: "Use an atomic operation. Nothing is lost either, and nobody waits.",
            params: r#"{"guard": "atomic"}"#,
        },
        Try {
            text: "Narrow the window: no pause. Is anything still lost? A race that rarely shows \
                   is harder to find, not safer.",
            params: r#"{"pause": 0}"#,
        },
        Try {
            text: "No pause, but a million additions by each thread. The window is as narrow as \
                   before, and is met far more often.",
            params: r#"{"pause": 0, "increments": 1000000}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "Races, and locks",
            text: "When two threads read the same number, both write back the same, and one \
                   of the two additions is lost. That is a race: what comes out depends on \
                   who was faster. A lock ends it: only the thread that holds it may go on, and \
                   everybody else waits. The code between taking the lock and giving it back \
                   is a critical section. It should be short, and the lock must be taken \
                   wherever the data are used, or it guards nothing.",
        },
        Idea {
            title: "Atomic operations",
            text: "A processor can read, add and write back in one operation that no other \
                   processor can interrupt half-way. That is cheaper than a lock, but it is one \
                   operation on one value: as soon as two values must fit together, it takes a \
                   lock.",
        },
        Idea {
            title: "The same in CPython",
            text: "CPython changes threads only at some instructions, at the end of a turn of a \
                   loop for one. The pause is a loop, so it does so there, and the Python \
                   program loses additions too. Without the pause, none of those instructions \
                   lies between this read and this write since version 3.10, and the program \
                   rarely loses anything. The language does not promise that: another version \
                   may differ, and the free-threaded build loses updates either way. C++ does \
                   not even say what such a program does; Rust does not compile it, unless each \
                   access is at least atomic, as the two here are.",
        },
    ],
    question: Some(Question {
        text: "Several threads add one to the same number, and nothing guards it. What will \
               the number be at the end, against the additions that were made?",
        answers: &[
            "The same: no addition is lost",
            "Less: some additions are lost",
            "More: some count twice",
        ],
    }),
    presets: &[
        Preset {
            name: "unguarded",
            title: "No guard",
            params: r#"{"guard": "none"}"#,
        },
        Preset {
            name: "lock",
            title: "With a lock",
            params: r#"{"guard": "lock"}"#,
        },
        Preset {
            name: "atomic",
            title: "Atomic addition",
            params: r#"{"guard": "atomic"}"#,
        },
    ],
    docs: Link {
        title: "threading: lock objects",
        url: "https://docs.python.org/3/library/threading.html#lock-objects",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "race/mod.rs",
        core: [
            "Guard::None => {",
            "fn add_under_lock(",
            "self.bare.fetch_add(1",
        ]
    ),
    ..About::EMPTY
};
