//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Runs, Study, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "pool-square",
    title: "A pool of workers",
    chapter: "Pools",
    summary: "A pool keeps workers ready, cuts a list of tasks into chunks, gives each free worker \
              the next one, and puts the results in order.",
    main: &["workers", "method", "task_ms", "kind"],
    details: &[
        "A task here waits for a while, as for an answer from the network, and then squares a \
         number. So workers can be busy at the same time even where there are fewer processors.",
    ],
    look_for: &[
        "Which worker got which tasks? Run it again: is it the same one?",
        "The results are in the order of the inputs, whoever was faster.",
    ],
    tries: &[
        Try {
            text: "Tasks that take no time at all: to square a number takes less than to hand it \
                   over, and one worker may do all before the others are awake.",
            params: r#"{"task_ms": 0}"#,
        },
        Try {
            text: "`apply`: each task waits for the one before, and at any time all workers but \
                   one rest.",
            params: r#"{"method": "apply"}"#,
        },
        Try {
            text: "Twenty-four tasks and two workers: `map` cuts chunks of three, the number of \
                   tasks divided by four times the workers, rounded up. Four chunks for each \
                   worker, so that one who is slow leaves some to the others.",
            params: r#"{"inputs": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24], "workers": 2}"#,
        },
        Try {
            text: "Processes: each worker is a program with a memory of its own, and the numbers \
                   travel as bytes. Watch how long they take to start.",
            params: r#"{"kind": "processes"}"#,
        },
    ],
    pictures: &["chunks"],
    studies: &[Study {
        title: "The same work, four ways",
        text: "One worker alone, threads under an interpreter lock, processes, and free threads square the same numbers, each in no time at all; start-up and copying are measured too.",
        params: r#"{}"#,
        runs: Runs::FourWays,
    }],
    ideas: &[
        Idea {
            title: "What a pool is for",
            text: "To start a thread or a process costs far more than a small task. So a \
                   pool starts its workers once, and hands them task after task. It also \
                   decides who does what: the program says only what is to be done, and in \
                   which order it wants the results.",
        },
        Idea {
            title: "Why `if __name__ == '__main__'`",
            text: "A process that is started afresh knows nothing of the program that \
                   started it, so Python imports the main program again in each worker to \
                   find the function there. Without that line each worker would start a pool \
                   of its own, whose workers would start theirs; Python stops that with an \
                   error. On Windows and macOS workers start so, and on Linux since version \
                   3.14; before, Linux copied the running program, and the line seemed \
                   needless.",
        },
    ],
    question: Some(Question {
        text: "The pool has several workers, and a list of tasks. How many of the workers \
               will get something to do?",
        answers: &["Only one of them", "Several, but not all", "All of them"],
    }),
    presets: &[
        Preset {
            name: "2016",
            title: "3 numbers, 5 processes, no delay",
            params: r#"{"inputs": [1, 2, 3], "workers": 5, "method": "map", "kind": "processes", "task_ms": 0}"#,
        },
        Preset {
            name: "apply",
            title: "apply: one task at a time",
            params: r#"{"inputs": [1, 2, 3, 4, 5, 6], "workers": 4, "method": "apply"}"#,
        },
        Preset {
            name: "imap-unordered",
            title: "imap_unordered: results as they come",
            params: r#"{"inputs": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "workers": 4, "method": "imap_unordered"}"#,
        },
    ],
    docs: Link {
        title: "multiprocessing: using a pool of workers",
        url: "https://docs.python.org/3/library/multiprocessing.html#using-a-pool-of-workers",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "pool_square/mod.rs",
        core: [
            "Ok(x * x)",
            "let run = pool.run(",
        ]
    ),
    ..About::EMPTY
};
