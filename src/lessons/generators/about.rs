//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "generators",
    title: "Threads scheduled by hand",
    chapter: "Generators",
    summary: "A generator is a function that can stop in the middle and go on later. Several \
              take turns; only one runs at a time.",
    main: &["schedule", "tasks"],
    details: &[
        "Put some of them into a list and call `next` on one after the other, and they look \
         as if they ran at the same time. They do not: there is one worker, and whoever has \
         it keeps it until it yields.",
    ],
    look_for: &[
        "Look at the timeline: one lane. However many tasks there are, nothing ever ran at \
         the same time.",
        "In which order do the tasks end, and why?",
    ],
    pictures: &["steps"],
    tries: &[
        Try {
            text: "Priority to C. It ends before any other has begun; the others starve \
                   meanwhile.",
            params: r#"{"schedule": "priority", "tasks": [{"name": "A", "steps": 3}, {"name": "B", "steps": 5}, {"name": "C", "steps": 2, "priority": 1}]}"#,
        },
        Try {
            text: "At random. The same seed gives the same order; a thread’s scheduler would \
                   promise no such thing.",
            params: r#"{"schedule": "random", "seed": 7}"#,
        },
        Try {
            text: "A hundred steps for one task. It does not hold the others up: it yields \
                   after each.",
            params: r#"{"tasks": [{"name": "A", "steps": 3}, {"name": "B", "steps": 100}, {"name": "C", "steps": 2}]}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "Who decides when to stop",
            text: "Threads are stopped by the system, at any time, anywhere: that is \
                   preemptive. A generator is only ever left where it says `yield`: that is \
                   cooperative. Nobody gets in between two lines of yours, so nothing needs \
                   a lock. The price is trust: whoever never yields stops everybody.",
        },
        Idea {
            title: "From here to asyncio",
            text: "Python’s asyncio is this with a better scheduler. A coroutine is left \
                   where it says `await`, and the event loop knows what each waits for, a \
                   timer or a network, and runs those that can go on. So one thread can keep \
                   thousands of connections. It computes no faster: still one thread.",
        },
    ],
    question: Some(Question {
        text: "The tasks do not all have the same number of steps. Which one will take the \
               very last step?",
        answers: &["The one with the most steps", "Another one"],
    }),
    presets: &[
        Preset {
            name: "round robin",
            title: "In turn (round robin)",
            params: r#"{"schedule": "round-robin"}"#,
        },
        Preset {
            name: "priority",
            title: "Highest priority first",
            params: r#"{"tasks": [{"name": "A", "steps": 3}, {"name": "B", "steps": 5, "priority": 1}, {"name": "C", "steps": 2, "priority": 2}], "schedule": "priority"}"#,
        },
        Preset {
            name: "random",
            title: "In random order",
            params: r#"{"schedule": "random", "seed": 1}"#,
        },
    ],
    docs: Link {
        title: "generators",
        url: "https://docs.python.org/3/tutorial/classes.html#generators",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "generators/mod.rs",
        core: [
            "match schedule {",
            "match task.steps.next() {",
        ]
    ),
    ..About::EMPTY
};
