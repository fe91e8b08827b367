//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "python",
    title: "Python: your own program",
    chapter: "Python",
    summary: "Paste a program with threads and run it: real Python on real threads, with the \
              GIL or without it.",
    main: &["arguments", "input"],
    details: &[
        "This is Python itself: RustPython, which speaks the language of CPython 3.14, with \
         Python's own library. Each of its threads is a thread of this page. With the GIL one \
         thread runs at a time, and threads change where CPython changes them; without it they \
         all run at the same time.",
        "It is slower than CPython, by the thread: what threads do to each other is the same. \
         There are no packages here beside Python's own library, no network, and no files but \
         the program's own.",
    ],
    look_for: &[
        "With the GIL: are two threads faster than one?",
        "Without it: how much faster are they?",
        "The lanes: which thread runs when, and what does each wait for?",
    ],
    tries: &[
        Try {
            text: "The same program without the GIL: now two threads count at the same time.",
            params: r#"{"interpreter": "free-threaded"}"#,
        },
        Try {
            text: "With the GIL, and threads that change ten times as often: that makes \
                   nothing faster.",
            params: r#"{"interpreter": "gil", "switch_interval_ms": 0.5}"#,
        },
    ],
    ideas: &[Idea {
        title: "What the GIL is",
        text: "CPython guards its own data with one lock, the global interpreter lock. A thread \
               must hold it to run Python, so one thread runs at a time, on however many \
               processors. A thread that waits, for a file or in sleep, gives the lock back; one \
               that computes is asked for it every five milliseconds. Since version 3.13 there \
               is also a CPython without the lock, called free-threaded.",
    }],
    presets: &[Preset {
        name: "gil.py",
        title: "One thread, and two",
        params: "{}",
    }],
    docs: Link {
        title: "threading",
        url: "https://docs.python.org/3/library/threading.html",
    },
    rust: source!(
        "python/mod.rs",
        core: ["let ended = run(&context, program).await?;"]
    ),
    ..About::EMPTY
};
