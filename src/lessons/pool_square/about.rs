//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Runs, Study, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "pool-square",
    title: "A pool of workers",
    chapter: "Pools",
    summary: "You have a list of numbers and a function, and several processors. A pool \
              keeps workers ready, cuts the list into chunks, gives each free worker the \
              next one, and puts the results back in order. Nothing here is quicker for it: \
              to square three numbers takes less than to hand them over. What you see is how \
              the work moves.",
    look_for: &[
        "Which workers got a task? Run it again: is it the same ones?",
        "The results are in the order of the inputs, whoever was quicker.",
    ],
    tries: &[
        Try {
            text: "Give it a list of twenty numbers, and watch the chunk size that `map` chooses: the \
         number of tasks divided by four times the workers, rounded up. Four chunks for each \
         worker, so that one who is slow leaves some to the others.",
            params: "{}",
        },
        Try {
            text: "Choose `apply`: each task waits for the one before, and all workers but one rest at \
         any time.",
            params: "{}",
        },
        Try {
            text: "Choose processes: each worker is then a program with a memory of its own, and the \
         numbers travel as bytes. Watch how long they take to start.",
            params: "{}",
        },
    ],
    pictures: &["chunks"],
    studies: &[Study {
        title: "The same work, four ways",
        text: "One worker alone, threads under an interpreter lock, processes, and free threads square the same numbers; start-up and copying are measured too.",
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
            title: "2016",
            params: r#"{"inputs": [1, 2, 3], "workers": 5, "method": "map", "kind": "processes"}"#,
        },
        Preset {
            name: "apply",
            title: "apply",
            params: r#"{"inputs": [1, 2, 3, 4, 5, 6], "workers": 4, "method": "apply"}"#,
        },
        Preset {
            name: "imap-unordered",
            title: "imap-unordered",
            params: r#"{"inputs": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "workers": 4, "method": "imap_unordered"}"#,
        },
    ],
    docs: Link {
        title: "multiprocessing: using a pool of workers",
        url: "https://docs.python.org/3/library/multiprocessing.html#using-a-pool-of-workers",
    },
    listing: include_str!("listing.py"),
    rust: source!("pool_square/mod.rs"),
    ..About::EMPTY
};
