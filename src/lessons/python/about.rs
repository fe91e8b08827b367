//! What the lesson says before its first run.

use crate::engine::about::{About, Link, Preset, Try};

pub(super) const ABOUT: About = About {
    id: "python",
    title: "Python: your own program",
    chapter: "Python",
    summary: "Paste a program and run it: real Python on real threads and processes, with the \
              GIL or without it.",
    main: &["arguments", "input"],
    details: &[
        "This is RustPython, which speaks the language of CPython 3.14, with Python's own library. \
         It is slower than CPython, by the thread; what threads do to each other is the same. There \
         are no other packages, no network, and no files but the program's own.",
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
    presets: &[Preset {
        name: "gil.py",
        title: "One thread, and two",
        params: "{}",
    }],
    docs: Link {
        title: "threading",
        url: "https://docs.python.org/3/library/threading.html",
    },
    // A reader's own program is shown, and not the engine's.
    ..About::EMPTY
};
