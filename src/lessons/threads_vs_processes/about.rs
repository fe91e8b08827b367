//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Measure, Preset, Question, Row, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "threads-vs-processes",
    title: "Threads or processes?",
    chapter: "Threads",
    summary: "Threads live in one memory; each process has a memory of its own. What follows \
              is measured: starting, memory, messages, and who sees whose variables.",
    main: &["workers", "messages", "payload_bytes"],
    details: &[
        "Nearly all that is said of threads and processes follows from whether they share a \
         memory: how long one takes to start, how much memory it adds, how long a message \
         takes there and back.",
        "In the browser a process is a Web Worker with a WebAssembly memory of its own, and a \
         thread is a Web Worker in the same memory; on the command line both are the \
         operating system’s.",
    ],
    look_for: &[
        "Read a line of the comparison, then the figure beside it. Does the one bear out the \
         other?",
        "In the browser a thread and a process are both Web Workers. How much is left of the \
         difference in starting them?",
        "Which is the greater part of a round trip to a process: the switching, or the payload?",
    ],
    tries: &[
        Try {
            text: "A payload of a million bytes. For a process they must be copied; to a \
                   thread they are handed over where they are.",
            params: r#"{"payload_bytes": 1000000, "messages": 20}"#,
        },
        Try {
            text: "Sixteen workers of each kind. What does each one more cost?",
            params: r#"{"workers": 16}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "What a process is",
            text: "A program that runs: its code, its memory, its open files, and at least one \
                   thread that goes through the code. The system keeps each in an address space \
                   of its own, so that none can read or spoil another’s memory. What they \
                   want to tell each other goes through the system: pipes, sockets, messages.",
        },
        Idea {
            title: "Threads versus processes",
            text: "A thread is one way through the code of a process: a place in the program, a \
                   stack, the registers. The threads of a process share its memory, so talking \
                   is cheap, and so are mistakes: see the lesson about the race. Processes share \
                   nothing, so one that fails leaves the others whole, and in CPython each has \
                   an interpreter lock of its own. A process that is forked, as CPython’s were \
                   on Linux before version 3.14, begins with a copy of its parent’s memory; \
                   from then on each writes in its own.",
        },
        Idea {
            title: "What exactly is measured",
            text: "The start of a thread was measured when this program really started its \
                   threads, which is before a run: in a run they are only woken, and how long \
                   that takes is told as well (threads hand over). The memory of a thread is \
                   what the program’s memory grew by meanwhile. That of a process is all that \
                   it has: in the browser its WebAssembly memory; on the command line what is \
                   resident, the program’s code included, of which the system may keep one \
                   copy for all. What the browser itself spends on a worker nobody can see \
                   from inside. Round trips are medians, or means where the browser’s clock is \
                   too coarse to see a single one; between threads the payload is handed over \
                   and not copied, as it is between Python’s threads.",
        },
    ],
    question: Some(Question {
        text: "How long does a message take to a process and back, compared with a thread?",
        answers: &[
            "About as long",
            "Some 10 times as long",
            "100 times as long, or more",
        ],
    }),
    pictures: &["comparison"],
    comparison: COMPARISON,
    presets: &[
        Preset {
            name: "small messages",
            title: "Many small messages",
            params: r#"{"workers": 2, "messages": 1000, "payload_bytes": 16}"#,
        },
        Preset {
            name: "large messages",
            title: "A few large messages",
            params: r#"{"workers": 2, "messages": 20, "payload_bytes": 1000000}"#,
        },
    ],
    docs: Link {
        title: "multiprocessing: process-based parallelism",
        url: "https://docs.python.org/3/library/multiprocessing.html",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "threads_vs_processes/mod.rs",
        core: [
            "COUNTER.fetch_add(1",
            "while let Some(payload) = connection.recv()",
            "while let Some(Some((payload, answer))) = taken.get(",
            "payload = echo(",
        ]
    ),
    ..About::EMPTY
};

const COMPARISON: &[Row] = &[
    Row {
        topic: "State carried",
        threads: "A stack and registers of its own, and all else is the program’s: light.",
        processes: "A whole program: memory, open files, rights, and at least one thread: heavy.",
        shown_by: &[MEMORY],
    },
    Row {
        topic: "Address spaces",
        threads: "All in one. What one writes to a global variable the others see.",
        processes: "One each. What one writes nobody else sees.",
        shown_by: &[COUNTER_SEEN],
    },
    Row {
        topic: "Communication",
        threads: "Through the memory that they share: what is handed over stays where it is.",
        processes: "Only through the system: what is sent is copied into it and out of it.",
        shown_by: &[ROUND_TRIP],
    },
    Row {
        topic: "Switching",
        threads: "From one to another within the same memory: quick.",
        processes: "From one memory to another: slower.",
        shown_by: &[EMPTY_ROUND_TRIP],
    },
    Row {
        topic: "Responsiveness",
        threads: "One waits or computes, and the others answer meanwhile; a new one is soon there.",
        processes: "The same, but a new one takes longer to be there.",
        shown_by: &[EMPTY_ROUND_TRIP, SPAWN],
    },
    Row {
        topic: "Speed",
        threads: "Several processors at once, with little lost on starting and talking. (In CPython \
                  with its lock only where the threads wait or compute outside the interpreter.)",
        processes: "Several processors at once, if each has enough to do to be worth its start and \
                    its messages.",
        shown_by: &[SPAWN, ROUND_TRIP],
    },
    Row {
        topic: "Resources",
        threads: "Many are affordable.",
        processes: "Each one costs a program’s memory.",
        shown_by: &[MEMORY],
    },
    Row {
        topic: "Sharing",
        threads: "Everything, unless it is made local to a thread; so it must be guarded.",
        processes: "Nothing, unless it is sent; so nothing need be guarded.",
        shown_by: &[COUNTER_SEEN, LOCAL_SEEN],
    },
];

const SPAWN: Measure = Measure {
    what: "until one is up",
    threads: "result.threads.spawn_ms",
    processes: "result.processes.spawn_ms",
};
const MEMORY: Measure = Measure {
    what: "memory that one adds",
    threads: "result.threads.memory_bytes",
    processes: "result.processes.memory_bytes",
};
const ROUND_TRIP: Measure = Measure {
    what: "the payload there and back",
    threads: "result.threads.round_trip_us",
    processes: "result.processes.round_trip_us",
};
const EMPTY_ROUND_TRIP: Measure = Measure {
    what: "there and back with nothing",
    threads: "metrics.threads_empty_round_trip_us",
    processes: "metrics.processes_empty_round_trip_us",
};
const COUNTER_SEEN: Measure = Measure {
    what: "does the main program’s counter grow when they count?",
    threads: "result.threads.sees_shared_counter",
    processes: "result.processes.sees_shared_counter",
};
const LOCAL_SEEN: Measure = Measure {
    what: "do they see what the main thread keeps for itself?",
    threads: "result.threads.sees_thread_local",
    processes: "result.processes.sees_thread_local",
};
