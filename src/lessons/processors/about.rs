//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "processors",
    title: "How many processors?",
    chapter: "Processors",
    summary: "How many workers can really compute at once? The number that the operating \
              system reports is compared with what workers get done together, measured.",
    main: &["max_workers", "probe_ms"],
    details: &[
        "The operating system reports logical processors. Two of them may share one core \
         (hyper-threading), a laptop may slow down when all are busy, and a browser may hide the \
         number, or make one up.",
        "So the lesson measures: one worker computes, then two, then three, each for the same \
         time, and what they get done together is compared with what one did.",
    ],
    look_for: &[
        "Is the measured number near the one that the operating system reports?",
        "Where does the curve bend? More workers than processors get nothing more done: they \
         take turns.",
    ],
    pictures: &["scaling"],
    tries: &[
        Try {
            text: "Up to sixteen workers: past the number of processors the curve stays flat, \
                   because more workers only share the same processors.",
            params: r#"{"max_workers": 16, "probe_ms": 100}"#,
        },
        Try {
            text: "Run it again while something else keeps your machine busy, such as a \
                   video: what the others take is missing here.",
            params: "{}",
        },
        Try {
            text: "A long probe. A short one catches a moment, a long one the heat: some \
                   machines slow down.",
            params: r#"{"probe_ms": 1500}"#,
        },
    ],
    ideas: &[
        Idea {
            title: "What a processor is",
            text: "A core reads instructions and carries them out, one program at a time. A \
                   chip today has several cores, and each can run a program of its own at \
                   the same moment. Many cores also pretend to be two: they keep the state \
                   of two programs and let one compute while the other waits for memory. The \
                   system counts those as well, and calls what it has counted logical \
                   processors. Two that share a core get more done than one, but not twice \
                   as much.",
        },
        Idea {
            title: "Why there are several",
            text: "Until about 2005 each new processor ran the same program quicker. Then \
                   more speed would have meant more heat than a chip can shed. The \
                   transistors still became more, and went into more cores. A program that \
                   does one thing after the other gains nothing from them: whoever wants the \
                   speed must cut the work into parts.",
        },
        Idea {
            title: "At the same time, or in turn",
            text: "More programs run than there are processors, because the system lets them \
                   take turns, some milliseconds each. That is concurrency: all make \
                   progress. Parallelism is more: several really compute in the same moment, \
                   and for that there must be several processors.",
        },
    ],
    question: Some(Question {
        text: "As many workers as the system tells of processors compute at the same time. \
               How much do they get done together?",
        answers: &[
            "As many times as much as one alone, or nearly: nine tenths of that or more",
            "Less: from six to nine tenths of that",
            "Less than six tenths of that",
        ],
    }),
    presets: &[
        Preset {
            name: "cpu_count",
            title: "One worker per processor",
            params: r#"{"probe_ms": 150}"#,
        },
        Preset {
            name: "more workers than processors",
            title: "More workers than processors",
            params: r#"{"max_workers": 16, "probe_ms": 100}"#,
        },
    ],
    docs: Link {
        title: "os.cpu_count",
        url: "https://docs.python.org/3/library/os.html#os.cpu_count",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "processors/mod.rs",
        core: [
            "for _ in 0..1_000 {",
            "let done = pool.run(context, Method::Map, Probe",
            "throughputs.push(self.throughput(",
        ]
    ),
    ..About::EMPTY
};
