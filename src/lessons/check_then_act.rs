//! A decision about what another thread changes before it is carried out.

use super::explore::programs::{params, program};
use super::explore::{DETAILS, QUESTION, Topic};
use crate::engine::about::{About, Idea, Link, Preset, Try};

/// Check, then act.
#[derive(Debug)]
pub enum CheckThenAct {}

impl Topic for CheckThenAct {
    const PROGRAM: &'static str = program!("check-then-act.py");
    const ABOUT: About = About {
        id: "check-then-act",
        title: "Check-then-act: the answer is out of date",
        chapter: "Schedules",
        summary: "Ann and Bob share an account of 100. Each checks that 80 are there, and takes them. Find the order that overdraws it.",
        main: &["switches", "max_preemptions"],
        details: DETAILS,
        look_for: &[
            "What has Ann read when Bob takes his money?",
            "Is what she decided then still right when she acts on it?",
        ],
        tries: &[
            Try {
                text: "A lock around each access is not enough: between the check and the act nobody holds it.",
                params: params!("check-then-act-lock-too-short.py"),
            },
            Try {
                text: "One lock around check and act: no schedule breaks it.",
                params: params!("check-then-act-with-a-lock.py"),
            },
        ],
        ideas: &[Idea {
            title: "What check-then-act means",
            text: "A thread looks at something, decides, and acts on its decision. If another thread can change what it looked at in between, the decision may be out of date. Check and act must be one step for all others: hold one lock around both.",
        }],
        presets: &[
            Preset {
                name: "account",
                title: "Two people take money from one account",
                params: "{}",
            },
            Preset {
                name: "creation",
                title: "Two threads make what should be made once",
                params: params!("creation.py"),
            },
        ],
        docs: Link {
            title: "Lock objects",
            url: "https://docs.python.org/3/library/threading.html#lock-objects",
        },
        question: Some(QUESTION),
        pictures: &["walk"],
        ..About::EMPTY
    };
}
