//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "failing-tasks",
    title: "Tasks that fail",
    chapter: "Pools",
    summary: "A task raises an exception in another process. The pool carries it to the main \
              program, which meets it where it asks for the result.",
    main: &["method", "raises", "ends_process", "workers"],
    details: &["Two processes square eight numbers, and the task of number 5 raises a ValueError."],
    look_for: &[
        "With `map`: how many of the tasks were done, and how many of the results did the main \
         program get?",
        "With `imap` and `submit`: what comes after the exception?",
    ],
    tries: &[
        Try {
            text: "`imap` gives each result in its turn: those before the exception, the exception, \
                   and those after it.",
            params: r#"{"method": "imap"}"#,
        },
        Try {
            text: "`submit` gives a future for each task. Each has its own result, or its own \
                   exception.",
            params: r#"{"method": "submit"}"#,
        },
        Try {
            text: "A task that ends its process, as a crash in a library would: no exception is left \
                   to carry, and the whole pool is broken. What was not done by then never is.",
            params: r#"{"method": "submit", "raises": null, "ends_process": 5}"#,
        },
    ],
    pictures: &["outcomes"],
    ideas: &[
        Idea {
            title: "Where an exception goes",
            text: "A task has no caller in its own process. So the worker catches what it raises, \
                   pickles it, and sends it in place of a result. It is raised again where the main \
                   program asks: in `map`, `next`, `get` or `result`. A main program that never asks \
                   never hears of it.",
        },
        Idea {
            title: "A worker that dies",
            text: "A process that is killed sends nothing. `ProcessPoolExecutor` notices, and gives \
                   up all that is not done: BrokenProcessPool. `multiprocessing.Pool` starts another \
                   process, but the task is lost, and `map` waits for it for ever. So a program that \
                   must not hang takes the executor, or asks with a timeout.",
        },
    ],
    question: Some(Question {
        text: "One of the tasks raises an exception. Which results does the main program get?",
        answers: &[
            "None of them",
            "Some of the others",
            "All but that of the task that raised",
        ],
    }),
    presets: &[Preset {
        name: "crash",
        title: "A process that ends breaks the pool",
        params: r#"{"method": "submit", "raises": null, "ends_process": 5}"#,
    }],
    docs: Link {
        title: "concurrent.futures: exceptions",
        url: "https://docs.python.org/3/library/concurrent.futures.html#exception-classes",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "failing_tasks/asking.rs",
        core: [
            "return Err(TaskError::new(\"ValueError\"",
            "end_this_process(1)",
            "match tasks.map_async(",
        ]
    ),
    ..About::EMPTY
};
