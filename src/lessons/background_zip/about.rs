//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "background-zip",
    title: "Work in the background",
    chapter: "Threads",
    summary: "A thread puts a file into a ZIP archive. The main program does not wait: it \
              goes on printing until the archive is there.",
    main: &["lines", "line_every_ms", "file"],
    details: &[
        "The archive is a real one. Download it below the result and open it; or give the \
         lesson a file of your own.",
    ],
    look_for: &[
        "Count the lines that the main program printed while the thread was at work.",
        "In the timeline the thread runs without a break. What does the main program do most \
         of the time?",
        "The archive’s first bytes are PK, the letters of its inventor; unzip -v shows the \
         CRC of the result, in hexadecimal digits.",
    ],
    tries: &[
        Try {
            text: "Two million lines, and press Stop half-way: the thread looks between two \
                   parts of the file whether it should go on.",
            params: r#"{"lines": 2000000}"#,
        },
        Try {
            text: "A text so short that it is zipped before the main program has said much. A \
                   thread costs something too: is it worth its start?",
            params: r#"{"text": "Many hands make light work.\nMany hands make light work.\nMany hands make light work.\n"}"#,
        },
        Try {
            text: "Zip a file that is compressed already, such as a photograph. What does \
                   that do to its size, and to the time?",
            params: "{}",
        },
    ],
    ideas: &[Idea {
        title: "Why multithreading: a program that answers",
        text: "The archive is not ready sooner because a thread makes it. The program is: it \
               listens, prints, draws and hears Stop while the slow part goes on elsewhere. \
               That is worth a thread even on one processor. This page is built so too: it \
               leaves all work to workers, and so it never freezes. In Python it works in \
               spite of the interpreter’s lock, because zlib, which is written in C, lets go \
               of the lock while it compresses.",
    }],
    question: Some(Question {
        text: "How many lines does the main program print while the thread makes the archive?",
        answers: &[
            "None: it waits for the archive",
            "One, and then it waits",
            "More than one: neither waits for the other",
        ],
    }),
    pictures: &["background"],
    presets: &[
        Preset {
            name: "multithreading",
            title: "A text of three lines",
            params: r#"{"file_name": "mydata.txt", "text": "Many hands make light work.\nMany hands make light work.\nMany hands make light work.\n"}"#,
        },
        Preset {
            name: "larger",
            title: "A larger text",
            params: r#"{"file_name": "larger.txt", "lines": 1500000, "line_every_ms": 50}"#,
        },
    ],
    docs: Link {
        title: "Brief tour of the standard library: multi-threading",
        url: "https://docs.python.org/3/tutorial/stdlib2.html#multi-threading",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "background_zip/mod.rs",
        core: [
            "let mut thread = Thread::start(",
            "let joined = context.unless_stopped(thread.join(",
        ]
    ),
    ..About::EMPTY
};
