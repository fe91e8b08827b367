//! A program of the reader's own.

use super::Topic;
use super::programs::{params, program};
use crate::engine::about::{About, Idea, Link, Preset, Try};

/// Any program with threads.
#[derive(Debug)]
pub enum AnyProgram {}

impl Topic for AnyProgram {
    const PROGRAM: &'static str = program!("lost-update.py");
    const ABOUT: About = About {
        id: "explore",
        title: "Schedules: find the shortest that breaks a program",
        chapter: "Schedules",
        summary: "Paste a program with threads. The search runs it in one order after another, and shows the shortest that breaks it, step by step.",
        main: &["switches", "max_preemptions"],
        details: super::DETAILS,
        look_for: &[
            "Which two steps of one thread must stay together?",
            "Which step of the other thread comes between them?",
        ],
        ideas: &[Idea {
            title: "What a schedule is",
            text: "The order in which the steps of all threads happen. Nobody plans it: it comes from how long each thread happens to run. A program is right only if it is right under every schedule, and a test meets a few of them.",
        }],
        tries: &[
            Try {
                text: "With the GIL this program holds: CPython changes threads only between some of these steps. Nothing promises that the next version will.",
                params: r#"{"switches": "gil"}"#,
            },
            Try {
                text: "With a lock around the addition no schedule breaks it, wherever threads switch.",
                params: params!("lost-update-with-a-lock.py"),
            },
        ],
        // Those that are named as a lesson show what is dangerous in it, and its page leads here.
        presets: &[
            Preset {
                name: "race",
                title: "A race: two threads add to one count",
                params: "{}",
            },
            Preset {
                name: "threads",
                title: "A missing join: main reads too soon",
                params: params!("threads.py"),
            },
            Preset {
                name: "semaphore",
                title: "A semaphore: each needs two permits",
                params: params!("semaphore.py"),
            },
            Preset {
                name: "queue",
                title: "A queue: not empty, and then empty",
                params: params!("queue.py"),
            },
        ],
        docs: Link {
            title: "threading",
            url: "https://docs.python.org/3/library/threading.html",
        },
        pictures: &["walk"],
        ..About::EMPTY
    };
}
