//! What the lesson says before its first run.

use crate::engine::about::{About, Idea, Link, Preset, Question, Runs, Study, Try};
use crate::lessons::source;

pub(super) const ABOUT: About = About {
    id: "pi",
    title: "Pi, by throwing points",
    chapter: "The GPU",
    summary: "Throw random points at a square: the share inside the circle is a quarter of \
              pi. One thread, all cores or a GPU throw them.",
    main: &["points", "backend", "workers", "seed"],
    details: &[
        "Each point is thrown by itself, so a million processors could throw at once. A \
         processor has a few cores for that, a GPU thousands of small arithmetic units.",
        "The points are numbered, and point number i is the same wherever it is thrown, so \
         all must count the same number, to the last digit.",
    ],
    look_for: &[
        "How many digits of the estimate are right, for so many points?",
        "How many points were thrown in a second, and on what?",
    ],
    tries: &[
        Try {
            text: "One thread alone: the count is the same as with all of them, the points \
                   per second are not.",
            params: r#"{"backend": "serial"}"#,
        },
        Try {
            text: "The GPU, where there is one: again the same count.",
            params: r#"{"backend": "webgpu"}"#,
        },
        Try {
            text: "Far fewer points. A hundredth of the points makes the error about ten \
                   times larger, so it takes very many to get close.",
            params: r#"{"points": 200000}"#,
        },
        Try {
            text: "A thousand points on the GPU. Now it is slower than one thread: to start \
                   it takes longer than to count.",
            params: r#"{"points": 1000, "backend": "webgpu"}"#,
        },
        Try {
            text: "Another seed: other points, another count, the same size of error.",
            params: r#"{"seed": 1}"#,
        },
    ],
    pictures: &["convergence", "darts"],
    studies: &[Study {
        title: "Race the processors",
        text: "One thread, all threads and the GPU count the same points, one after the \
               other: who is quicker, and do they agree?",
        params: "{}",
        runs: Runs::Contest {
            parameter: "backend",
            values: &["serial", "threads", "webgpu", "cuda"],
            rate: "points_per_second",
            unit: "points",
            agree: "inside",
        },
    }],
    ideas: &[
        Idea {
            title: "Why a GPU",
            text: "A GPU has thousands of small arithmetic units. They are slower than a \
                   processor’s core, have little memory each, and work in groups that must \
                   all take the same step at once. Work that is the same for each of very \
                   many items suits it; work in which each step needs the one before does \
                   not. And the data must get there and back.",
        },
        Idea {
            title: "Random numbers that are numbered",
            text: "Most generators make each number from the one before, so number one \
                   million takes a million steps, and workers that share one generator must \
                   queue for it. A counter-based one computes number i from i and the seed \
                   alone: here Philox, ten rounds of multiplying and mixing. Any worker can \
                   make any number, nothing is shared, and the result does not depend on who \
                   did what.",
        },
        Idea {
            title: "Why the error is what it is",
            text: "The count varies by chance, by about the square root of the number of \
                   points. So to be ten times as exact takes a hundred times as many points. \
                   There are far better ways to pi; this one is here because many useful \
                   sums, of prices, of light, of particles, have no better way.",
        },
    ],
    question: Some(Question {
        text: "How far from pi will the estimate be?",
        answers: &[
            "Less than 0.0001",
            "From 0.0001 to 0.001",
            "From 0.001 to 0.01",
            "0.01 or more",
        ],
    }),
    presets: &[
        Preset {
            name: "numba",
            title: "One thread",
            params: r#"{"points": 20000000, "backend": "serial"}"#,
        },
        Preset {
            name: "threads",
            title: "All processors",
            params: r#"{"points": 200000000, "backend": "threads"}"#,
        },
        Preset {
            name: "gpu",
            title: "On the GPU",
            params: r#"{"points": 200000000, "backend": "webgpu"}"#,
        },
    ],
    docs: Link {
        title: "random: generate pseudo-random numbers",
        url: "https://docs.python.org/3/library/random.html",
    },
    listing: include_str!("listing.py"),
    rust: source!(
        "pi/mod.rs",
        core: [
            "inside: count_inside(",
            "tally.on_threads(workers, unit, count)",
            "tally.slices(&mut pipeline)",
        ]
    ),
    ..About::EMPTY
};
