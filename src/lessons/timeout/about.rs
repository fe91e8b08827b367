//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "timeout",
    title: "Waiting, but not for ever",
    chapter: "Threads",
    summary: "A thread would never end. The main program joins it with a timeout, then sets \
              an event: the thread sees it and stops.",
    main: &["timeout_ms", "interval_ms"],
    details: &[
        "The thread prints a line at every interval. `join` with a timeout waits no longer \
         than that, and leaves the thread as it is. Then the main program does what is left \
         to do: it asks.",
    ],
    look_for: &[
        "After the timeout, is the thread alive? The line says what `is_alive()` said.",
        "How long after the event was set did the thread end? It waits for the event itself \
         between two ticks, so it need not finish its interval.",
    ],
    pictures: &["ticks"],
    tries: &[
        Try {
            text: "No timeout at all: `join` does not wait, and only looks.",
            params: r#"{"timeout_ms": 0}"#,
        },
        Try {
            text: "An interval longer than the timeout. The thread never ticks, and still it \
                   hears the event at once.",
            params: r#"{"interval_ms": 2000, "timeout_ms": 500}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "Why nobody ends a thread from outside",
            text: "A thread may hold a lock, or be half way through changing something that \
                   others use. If it were stopped there, the lock would stay locked and the \
                   change half done. So Python has no way to kill a thread, and other \
                   languages took theirs back. One can only ask, and a thread that may be \
                   asked must look.",
        },
        Idea {
            title: "Join, event, daemon",
            text: "`join()` waits until a thread has ended; with a timeout it waits no \
                   longer than that, and `is_alive()` says which it was. An Event is a flag \
                   that threads can wait for: `wait()` returns as soon as somebody calls \
                   `set()`. A daemon thread is one that Python does not wait for when the \
                   program ends, and that is then cut off anywhere: no thread to write a \
                   file with.",
        },
    ],
    question: Some(Question {
        text: "The main program waits for the thread, but no longer than the timeout. When \
               its join returns, what of the thread?",
        answers: &[
            "It has been ended with the wait",
            "It is still alive, and goes on",
        ],
    }),
    presets: &[
        Preset {
            name: "threading-timeout5",
            title: "A tick each second, for five",
            params: r#"{"interval_ms": 1000, "timeout_ms": 5000}"#,
        },
        Preset {
            name: "quick",
            title: "Ten times faster",
            params: r#"{"interval_ms": 100, "timeout_ms": 500}"#,
        },
    ],
    docs: Link {
        title: "threading.Thread.join",
        url: "https://docs.python.org/3/library/threading.html#threading.Thread.join",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "timeout/mod.rs",
        core: [
            "while !asked.wait(",
            "let mut ticks = thread.join(Some(timeout))",
            "stop.set();",
        ]
    ),
    ..About::EMPTY
};
