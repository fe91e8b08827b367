//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Runs, Study, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "pool-commons",
    title: "Call by call",
    chapter: "Pools",
    summary: "What have two lists in common? `apply` hands a pool one call and waits for its \
              result; `apply_async` hands all over and fetches results later.",
    main: &["method", "workers"],
    details: &[
        "There is one function, and a list of pairs to call it on. With `apply`, however many \
         workers the pool has, only one of them works at any time: the program waits for each \
         result before it hands over the next call.",
        "`apply_async` hands a call over and goes on. The results are fetched when they are \
         wanted.",
    ],
    look_for: &[
        "With `apply`, count the workers that run at the same time. There is never more than \
         one.",
        "Which worker did which call? The free ones are all alike to the pool.",
    ],
    tries: &[
        Try {
            text: "`apply_async`: all calls are handed over at once, then the results are \
                   fetched. The values are the same, in the same order.",
            params: r#"{"method": "apply_async"}"#,
        },
        Try {
            text: "`imap_unordered`: each value comes as soon as it is ready; the order is lost.",
            params: r#"{"method": "imap_unordered"}"#,
        },
        Try {
            text: "One list too few among the second lists. Who notices, and what does it say?",
            params: "{}",
        },
    ],
    pictures: &["chunks"],
    studies: &[Study {
        title: "The same work, four ways",
        text: "One worker alone, threads under an interpreter lock, processes, and free threads compare the same lists; start-up and copying are measured too.",
        params: r#"{}"#,
        runs: Runs::FourWays,
    }],
    ideas: &[
        Idea {
            title: "A call, and a promise of a result",
            text: "`apply` is an ordinary call that happens elsewhere: the program stands \
                   still until the answer is there. `apply_async` gives back an object at \
                   once that stands for the answer to come. The program does something else \
                   meanwhile, and `get()` waits only if it must. Such an object is called a \
                   future or a promise; Python has it by that name too, in \
                   `concurrent.futures` and in `asyncio`.",
        },
        Idea {
            title: "One argument or several",
            text: "`map` gives each task one element of a list. Where the function wants \
                   two, as here, `starmap` takes a list of tuples and spreads each out into \
                   arguments; `zip` makes such a list of two lists.",
        },
    ],
    question: Some(Question {
        text: "The pairs are handed to a pool of several workers. Will one and the same \
               worker do all the calls?",
        answers: &[
            "Yes, one does them all",
            "No: several share them, but not all",
            "No: every worker does at least one",
        ],
    }),
    presets: &[
        Preset {
            name: "poolapply",
            title: "apply: one call at a time",
            params: r#"{"method": "apply", "workers": 4}"#,
        },
        Preset {
            name: "apply_async",
            title: "apply_async: all at once",
            params: r#"{"method": "apply_async", "workers": 4}"#,
        },
        Preset {
            name: "starmap",
            title: "starmap: pairs of arguments",
            params: r#"{"method": "starmap", "workers": 4}"#,
        },
    ],
    docs: Link {
        title: "multiprocessing.pool.Pool.apply",
        url: "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.apply",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "pool_commons/mod.rs",
        core: [
            "let a: BTreeSet<i64>",
            "let b: BTreeSet<i64>",
            "Ok(a.intersection(&b)",
            "let values = pool.run(&context",
        ]
    ),
    ..About::EMPTY
};
