//! Threads that wait for each other.

use super::explore::programs::{params, program};
use super::explore::{DETAILS, QUESTION, Topic};
use crate::engine::about::{About, Idea, Link, Preset, Try};

/// Two locks in two orders, and the dining philosophers.
#[derive(Debug)]
pub enum Deadlock {}

impl Topic for Deadlock {
    const PROGRAM: &'static str = program!("two-locks.py");
    const ABOUT: About = About {
        id: "deadlock",
        title: "Deadlock: each waits for the other",
        chapter: "Schedules",
        summary: "Ann moves money from a to b, Bob from b to a; each takes both locks. Find the order in which both wait for ever.",
        main: &["switches", "max_preemptions"],
        details: DETAILS,
        look_for: &[
            "Which lock does each thread hold at the end, and for which does it wait?",
            "How many of the schedules end like that?",
        ],
        tries: &[
            Try {
                text: "Both take lock_a first: a circle is impossible, and no schedule breaks it.",
                params: params!("two-locks-in-order.py"),
            },
            Try {
                text: "Three philosophers, a fork between each two: the same circle, of three.",
                params: params!("philosophers.py"),
            },
        ],
        ideas: &[Idea {
            title: "What a deadlock is",
            text: "Threads in a circle, each of which holds what the next one waits for: none can go on, and none gives up. Without a circle there is none: if every thread takes the locks in the same order, nobody who holds a later one waits for an earlier one.",
        }],
        presets: &[
            Preset {
                name: "two-locks",
                title: "Two locks in two orders",
                params: "{}",
            },
            Preset {
                name: "philosophers",
                title: "Three dining philosophers",
                params: params!("philosophers.py"),
            },
        ],
        docs: Link {
            title: "Lock objects",
            url: "https://docs.python.org/3/library/threading.html#lock-objects",
        },
        question: Some(QUESTION),
        pictures: &["walk"],
        ..About::EMPTY
    };
}
