//! Waiting for something to become true.

use super::explore::programs::{params, program};
use super::explore::{DETAILS, QUESTION, Topic};
use crate::engine::about::{About, Idea, Link, Preset, Try};

/// A condition, waited for with `if`, and with `while`.
#[derive(Debug)]
pub enum Condition {}

impl Topic for Condition {
    const PROGRAM: &'static str = program!("condition-if.py");
    const ABOUT: About = About {
        id: "condition",
        title: "Condition: wait with while, not with if",
        chapter: "Schedules",
        summary: "Ann and Bob take items from a list and wait while it is empty. Find the order in which one is woken and finds nothing.",
        main: &["switches", "max_preemptions"],
        details: DETAILS,
        look_for: &[
            "Who takes the item while the one who was woken waits for the lock?",
            "What would a second look at the list have shown?",
        ],
        tries: &[
            Try {
                text: "With while each looks again when it is woken: no schedule breaks it.",
                params: params!("condition-while.py"),
            },
            Try {
                text: "A lost wake-up: the waiter looks without the lock, and is told before it waits.",
                params: params!("lost-wake-up.py"),
            },
        ],
        ideas: &[Idea {
            title: "Why the loop",
            text: "Being woken says that something has changed, not that it is still so. wait() lets go of the lock, and takes it again before it returns; in between others run. So look again: while not items: condition.wait().",
        }],
        presets: &[
            Preset {
                name: "if",
                title: "Two wait for items, with if",
                params: "{}",
            },
            Preset {
                name: "lost-wake-up",
                title: "One waits too late",
                params: params!("lost-wake-up.py"),
            },
        ],
        docs: Link {
            title: "Condition objects",
            url: "https://docs.python.org/3/library/threading.html#condition-objects",
        },
        question: Some(QUESTION),
        pictures: &["walk"],
        ..About::EMPTY
    };
}
