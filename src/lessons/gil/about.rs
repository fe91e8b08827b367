//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Runs, Study, Try, Values};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "gil",
    title: "The lock around the interpreter",
    chapter: "The GIL",
    summary: "A thread must hold CPython’s global interpreter lock, the GIL, to run Python \
              code. Here is the same work with and without it, compared.",
    main: &["threads", "work", "io_fraction", "switch_interval_ms"],
    details: &[
        "The same work runs under such a lock, without one, in processes that have a lock \
         each, and in an extension that drops it.",
        "The lock and how it is handed over are modelled after CPython’s source; the threads, \
         the work and the times are real. Short work is done three times, and the fastest \
         counts.",
    ],
    look_for: &[
        "Compare the speed-ups: threads under the lock, free threads, processes, and threads \
         in an extension that drops the lock.",
        "How often did the lock change hands, and how many processors were busy?",
    ],
    tries: &[
        Try {
            text: "Nine tenths of the work is I/O. Now the threads under the lock gain as \
                   well: while one waits, another has the lock.",
            params: r#"{"io_fraction": 0.9}"#,
        },
        Try {
            text: "A long switch interval: how often does the lock change hands now?",
            params: r#"{"switch_interval_ms": 100}"#,
        },
        Try {
            text: "A short switch interval: how often does it change hands, and what does \
                   that cost?",
            params: r#"{"switch_interval_ms": 0.5}"#,
        },
        Try {
            text: "Little work: which of the four ways suffers most from what it costs to begin?",
            params: r#"{"work": 2000}"#,
        },
    ],
    pictures: &["lock-holders", "interpreters"],
    studies: &[
        Study {
            title: "The same work, four ways",
            text: "One thread alone, threads under the lock, processes, and free threads do \
                   the same work; what processes take to start is measured too.",
            params: "{}",
            runs: Runs::Interpreters,
        },
        Study {
            title: "Measure the speed-up",
            text: "One, two and four threads under each interpreter, three runs each.",
            params: "{}",
            runs: Runs::Vary {
                parameter: "threads",
                values: Values::Listed(&[1, 2, 4]),
                of: "speedup",
                by_name: true,
                repeats: 3,
            },
        },
    ],
    ideas: &[
        Idea {
            title: "What the GIL is",
            text: "The global interpreter lock keeps CPython’s own data in order, above all \
                   the counts of who uses each object. Who waits for it asks for it after \
                   five milliseconds, the switch interval, and the holder drops it between \
                   two instructions. Who waits for a disk or a network drops it at once. So \
                   does a C extension that asks to, as NumPy does for much of its computing.",
        },
        Idea {
            title: "What follows from it",
            text: "Threads in CPython are for waiting: for files, for networks, for people. \
                   For computing take processes, or an extension that drops the lock. And \
                   the lock guards the interpreter, not your program: it may change hands \
                   between any two instructions of yours, so your own data still need locks.",
        },
        Idea {
            title: "CPython without it, Java, C++",
            text: "Since version 3.13 there is a build of CPython without the lock, as an \
                   experiment, and 3.14 supports it. Threads then compute side by side; a \
                   single thread is somewhat slower. Java and C++ never had such a lock: \
                   there, threads always run side by side. Java promises at least what an \
                   unguarded read may see; C++ leaves a program with a data race without any \
                   meaning.",
        },
    ],
    question: Some(Question {
        text: "The threads share the work under the interpreter’s lock. How much quicker \
               will they be than one thread that does all of it?",
        answers: &[
            "Hardly, or even slower: less than 1.2 times as quick",
            "From 1.2 to 1.7 times as quick",
            "More than 1.7 times as quick",
        ],
    }),
    presets: &[
        Preset {
            name: "computing",
            title: "Two threads that compute",
            params: r#"{"threads": 2, "work": 50000, "io_fraction": 0}"#,
        },
        Preset {
            name: "waiting",
            title: "Four threads that mostly wait",
            params: r#"{"threads": 4, "work": 20000, "io_fraction": 0.9}"#,
        },
    ],
    docs: Link {
        title: "threading: GIL and performance considerations",
        url: "https://docs.python.org/3/library/threading.html#gil-and-performance-considerations",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "gil/mod.rs",
        core: [
            "state = step(state);",
            "has_it = lock.check(me, cancel);",
            "Choice::Gil => work.under(",
            "Choice::ReleasingExtension => work.in_extension(",
            "_ => work.freely(cancel)",
        ]
    ),
    ..About::EMPTY
};
