//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "race",
    title: "Threads share memory",
    chapter: "Threads",
    summary: "Four threads add one to the same number, a hundred thousand times each. To add \
              one is to read, to add, and to write back. Nothing keeps another thread from \
              coming in between, unless there is a guard: a lock lets one thread in at a \
              time, and an atomic operation cannot be got between.",
    look_for: &[
        "What is the number at the end? Run it several times: is it ever the same?",
        "The threads all did their part. Nothing failed, and nothing warned.",
    ],
    pictures: &["lost-updates"],
    tries: &[
        Try {
            text: "Choose the lock. Nothing is lost; what does it cost? Compare the times, and look \
         who waits for the lock.",
            params: "{}",
        },
        Try {
            text: "Choose atomic. Nothing is lost either, and nobody waits.",
            params: "{}",
        },
        Try {
            text: "Set the increments to 10. Does it still lose any? A race that is rarely lost is \
         harder to find, not better.",
            params: "{}",
        },
    ],
    ideas: &[
        Idea {
            title: "Races, and locks",
            text: "When two threads read the same number, both write back the same, and one \
                   of the two additions is lost. That is a race: what comes out depends on \
                   who was quicker. A lock ends it: only who holds it may go on, and \
                   everybody else waits. The piece of program between taking the lock and \
                   giving it back is a critical section. It should be short, and the lock \
                   must be taken wherever the data are used, or it guards nothing.",
        },
        Idea {
            title: "Atomic operations",
            text: "A processor can read, add and write back in one step that no other \
                   processor can get between. That is cheaper than a lock, but it is one \
                   step on one value: as soon as two values must fit together, it takes a \
                   lock.",
        },
        Idea {
            title: "The same in CPython",
            text: "Since version 3.10 the Python program here rarely loses anything even \
                   without its lock: the interpreter changes threads only at some \
                   instructions, at the end of a turn of a loop for one, and none lies \
                   between this read and this write. The language does not promise that. \
                   Another version may differ, and in the free-threaded build updates do get \
                   lost. C++ does not even say what such a program does; Rust does not \
                   compile it, unless each access is at least atomic, as the two here are.",
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
            title: "unguarded",
            params: r#"{"guard": "none"}"#,
        },
        Preset {
            name: "lock",
            title: "lock",
            params: r#"{"guard": "lock"}"#,
        },
        Preset {
            name: "atomic",
            title: "atomic",
            params: r#"{"guard": "atomic"}"#,
        },
    ],
    docs: Link {
        title: "threading: lock objects",
        url: "https://docs.python.org/3/library/threading.html#lock-objects",
    },
    listing: include_str!("listing.py"),
    rust: source!("race/mod.rs"),
    ..About::EMPTY
};
