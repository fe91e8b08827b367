//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Runs, Study, Try, Values};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "pool-rows",
    title: "Many rows, few workers",
    chapter: "Pools",
    summary: "Speed-up: a large table, row by row, by one worker and by a pool. No row needs \
              another, so they can be shared out.",
    main: &["rows", "repeats", "workers", "method"],
    details: &[
        "In each row the lesson counts the numbers that lie between the minimum and the \
         maximum. The table is gone through twice, once by one worker and once by the pool, \
         and both are timed. The ratio of the two times is the speed-up.",
    ],
    look_for: &[
        "How long did one worker take, and how long the pool?",
        "How evenly were the rows shared?",
    ],
    tries: &[
        Try {
            text: "Work enough: a thousand traversals. One takes about a millisecond, and \
                   handing it over is most of what a pool does; now the speed-up comes near \
                   the number of processors.",
            params: r#"{"repeats": 1000}"#,
        },
        Try {
            text: "`apply`: the rows are handed over one by one, and each is awaited. The \
                   pool is now far slower than one worker alone.",
            params: r#"{"method": "apply", "rows": 20000}"#,
        },
        Try {
            text: "Processes: each row is copied to another memory first, and it costs more \
                   to send a row than to count in it.",
            params: r#"{"kind": "processes"}"#,
        },
        Try {
            text: "Sixteen workers, likely more than there are processors. Who gains?",
            params: r#"{"workers": 16, "repeats": 200}"#,
        },
    ],
    pictures: &["speedup", "histogram"],
    studies: &[
        Study {
            title: "The same work, four ways",
            text: "One worker alone, threads under an interpreter lock, processes, and free threads count in the same rows, one row a call; start-up and copying are measured too.",
            params: r#"{"repeats": 20}"#,
            runs: Runs::FourWays,
        },
        Study {
            title: "Measure the speed-up",
            text: "The pool with one worker, with two, and so on to the number of \
                   processors, three runs each, beside the ideal and Amdahl's law.",
            params: r#"{"repeats": 200}"#,
            runs: Runs::Vary {
                parameter: "workers",
                values: Values::UpToProcessors,
                of: "speedup",
                by_name: false,
                repeats: 3,
            },
        },
    ],
    ideas: &[
        Idea {
            title: "Amdahl’s law",
            text: "Some part of every program cannot be shared out. If that is a tenth, then \
                   a hundred processors still need that tenth, and the whole is never more \
                   than ten times as quick. Gene Amdahl said so in 1967. Handing over, \
                   waiting for the last worker and putting results together are such parts \
                   too, and they are why a speed-up stays below the number of processors.",
        },
        Idea {
            title: "What copying costs",
            text: "Processes share no memory. Python therefore pickles what a task needs: it \
                   writes the arguments down as bytes, sends them through a pipe, and the \
                   worker builds the objects anew; the result comes back the same way. A \
                   function travels as its name only, so it must stand where the worker can \
                   import it. Threads need none of that: they look at the same list.",
        },
    ],
    question: Some(Question {
        text: "All workers of the pool count together. How will their time compare with that \
               of one worker alone?",
        answers: &[
            "At least one and a half times as quick",
            "About the same",
            "At least one and a half times as slow",
        ],
    }),
    presets: &[
        Preset {
            name: "pool",
            title: "apply: row by row",
            params: r#"{"rows": 20000, "method": "apply"}"#,
        },
        Preset {
            name: "long",
            title: "A thousand traversals",
            params: r#"{"rows": 200000, "repeats": 1000}"#,
        },
        Preset {
            name: "processes",
            title: "In processes",
            params: r#"{"rows": 200000, "kind": "processes"}"#,
        },
    ],
    docs: Link {
        title: "multiprocessing.pool.Pool.starmap",
        url: "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.starmap",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "pool_rows/mod.rs",
        core: [
            "fn count(self, row: &[i32]) -> u8 {",
            "counts = counted(&table, 0..rows, function)?;",
            "self.method.run(context, *tasks",
        ]
    ),
    ..About::EMPTY
};
