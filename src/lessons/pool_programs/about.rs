//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "pool-programs",
    title: "Programs at the same time",
    chapter: "Pools",
    summary: "The simplest parallel program starts several others. Each runs in a process of \
              its own, with its own memory, output and exit code.",
    main: &["programs", "workers"],
    details: &[
        "None of them knows of the others. The pool keeps them coming: when one has ended, \
         its worker starts the next. Here the programs are other lessons of this playground.",
    ],
    look_for: &[
        "As many programs run at the same time as there are workers.",
        "The lines of the programs come mixed. In the result each program has its own.",
    ],
    pictures: &["programs"],
    tries: &[
        Try {
            text: "One worker: the programs run one after the other.",
            params: r#"{"workers": 1}"#,
        },
        Try {
            text: "One that fails: its parameters are not allowed. It ends with an exit code \
                   that is not 0, and the others do not notice.",
            params: r#"{"programs": [{"lesson": "pool-square"}, {"lesson": "pool-square", "params": {"workers": 0}}, {"lesson": "generators"}], "workers": 2}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "What a process is",
            text: "A process is a program that runs: its instructions, a memory that no \
                   other process can see, open files, and at least one thread that carries \
                   the instructions out. The system keeps processes apart. If one crashes, \
                   or is killed, the others go on. For that they pay when they want to talk: \
                   whatever one tells another must be copied.",
        },
        Idea {
            title: "How a program says how it ended",
            text: "A program leaves a small number behind when it ends, its exit code. 0 \
                   means that all went well, anything else that something did not. Whoever \
                   started it can read that number, and it is often all that programs of \
                   different makers ever agree on.",
        },
    ],
    question: Some(Question {
        text: "Each program may go well or fail. How many of them will end with exit code 0, \
               which means that all went well?",
        answers: &["All of them", "Some, but not all", "None"],
    }),
    presets: &[
        Preset {
            name: "poolmap",
            title: "Three programs at once",
            params: r#"{"programs": [{"lesson": "pool-square"}, {"lesson": "pool-commons"}, {"lesson": "generators"}], "workers": 3}"#,
        },
        Preset {
            name: "one fails",
            title: "One of three fails",
            params: r#"{"programs": [{"lesson": "pool-square"}, {"lesson": "pool-square", "params": {"workers": 0}}, {"lesson": "generators"}], "workers": 2}"#,
        },
    ],
    docs: Link {
        title: "subprocess: subprocess management",
        url: "https://docs.python.org/3/library/subprocess.html",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "pool_programs/mod.rs",
        core: [
            "let programs = self.programs.iter().map(",
            "let ended = run_programs(",
        ]
    ),
    ..About::EMPTY
};
