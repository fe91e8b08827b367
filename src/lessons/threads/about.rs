//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "threads",
    title: "Threads that take their time",
    chapter: "Threads",
    summary: "A thread runs beside the program that started it. Here each prints the time, \
              again and again, at its own pace; none waits for another.",
    details: &[
        "The program waits for all of them. Most of the time all of them sleep: threads are \
         useful long before there is more than one processor.",
    ],
    look_for: &[
        "Which thread ends first? How many lines has the other printed by then?",
        "How long did the whole take, and how long would one thread after the other have \
         taken?",
    ],
    pictures: &["lines"],
    tries: &[
        Try {
            text: "Two threads with the same delay. Whose line comes first, each time? Nobody \
                   promises an order.",
            params: r#"{"threads": [{"name": "Thread-1", "delay_ms": 200, "repeats": 5}, {"name": "Thread-2", "delay_ms": 200, "repeats": 5}]}"#,
        },
        Try {
            text: "Five workers without a delay. Are the lines in the order in which the \
                   threads were started?",
            params: r#"{"threads": [{"name": "0", "text": "Worker: {name}"}, {"name": "1", "text": "Worker: {name}"}, {"name": "2", "text": "Worker: {name}"}, {"name": "3", "text": "Worker: {name}"}, {"name": "4", "text": "Worker: {name}"}]}"#,
        },
        Try {
            text: "A third thread, with a delay of its own. The whole takes no longer than \
                   its slowest thread.",
            params: r#"{"threads": [{"name": "Thread-1", "delay_ms": 200, "repeats": 5}, {"name": "Thread-2", "delay_ms": 400, "repeats": 5}, {"name": "Thread-3", "delay_ms": 300, "repeats": 5}]}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "What a thread is",
            text: "A thread is a place in a program where instructions are being carried \
                   out, with a stack for the calls it is in. A program begins with one and \
                   can start more. They share all the rest of the process: its memory, its \
                   files, its code. So a thread is quick to start, and what one writes the \
                   others can read. That is the use of threads, and the danger.",
        },
        Idea {
            title: "Why more than one",
            text: "There are three reasons. To wait for several things at once: a network, a \
                   disk, a person. To go on answering while something long is under way. And \
                   to be quicker, where there are several processors, and where the language \
                   lets threads use them: see the lesson about the GIL.",
        },
    ],
    question: Some(Question {
        text: "Each thread spends its time waiting. How long will all of them take together?",
        answers: &[
            "About as long as the slowest one alone",
            "Clearly longer, but not as long as all of them one after the other",
            "About as long as all of them one after the other",
        ],
    }),
    presets: &[
        Preset {
            name: "thread-example",
            title: "Two threads that say hello",
            params: r#"{"threads": [{"name": "one", "text": "hello from thread {name}"}, {"name": "two", "text": "hello from thread {name}"}]}"#,
        },
        Preset {
            name: "threading-simple",
            title: "Five workers, no delay",
            params: r#"{"threads": [{"name": "0", "text": "Worker: {name}"}, {"name": "1", "text": "Worker: {name}"}, {"name": "2", "text": "Worker: {name}"}, {"name": "3", "text": "Worker: {name}"}, {"name": "4", "text": "Worker: {name}"}]}"#,
        },
        Preset {
            name: "threads",
            title: "Two threads, two paces",
            params: r#"{"threads": [{"name": "Thread-1", "delay_ms": 200, "repeats": 5, "text": "{name}: {time}"}, {"name": "Thread-2", "delay_ms": 400, "repeats": 5, "text": "{name}: {time}"}]}"#,
        },
    ],
    docs: Link {
        title: "threading: thread objects",
        url: "https://docs.python.org/3/library/threading.html#thread-objects",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "threads/mod.rs",
        core: [
            "while lines < thread.repeats && sleep(",
            "let printed = thread.join(None)",
        ]
    ),
    ..About::EMPTY
};
