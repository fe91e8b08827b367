//! What a run says while it goes.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One thing that happened on one worker at one time.
///
/// Every event is an object `{kind, t_us, worker, …}`. The kinds `run`, `wait` and `sleep` begin
/// a state of the worker that lasts until the worker's next such event, or the end of the run.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[cfg_attr(feature = "catalogue", ts(rename = "RunEvent"))]
pub struct Event {
    /// Microseconds since the run began, on the clock that all workers share.
    pub t_us: f64,
    /// The lane: 0 is the coordinator (the main program), 1 and up are the workers.
    pub worker: u32,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// The kinds of [`Event`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum What {
    /// A printed line.
    Print {
        /// The line, without its end.
        text: String,
        /// Which stream it was written to, where the program has two.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "catalogue", ts(optional))]
        stream: Option<Stream>,
    },
    /// The program asks its reader for a line, and waits for it.
    Ask {
        /// What it has written to standard output since the last line's end, or the last question.
        prompt: String,
    },
    /// How far the run is.
    Progress {
        /// Units done.
        done: f64,
        /// Units in all.
        total: f64,
        /// What is counted: `rows`, `points`, …
        unit: Cow<'static, str>,
        /// What the answer would be if this were the end, where it is one number.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "catalogue", ts(optional))]
        estimate: Option<f64>,
        /// What else is counted on the way: by their names, how many there are by now.
        #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "as_object")]
        #[cfg_attr(
            feature = "catalogue",
            ts(optional, as = "Option<std::collections::BTreeMap<String, f64>>")
        )]
        counts: Vec<(Cow<'static, str>, f64)>,
    },
    /// The worker begins to work.
    Run {
        /// On what: `chunk`, `actor`, …
        what: Cow<'static, str>,
        /// Which one of them, where they are numbered.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "catalogue", ts(optional))]
        item: Option<u64>,
        /// What it holds meanwhile, so that others wait: a lock's name, `a permit`.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "catalogue", ts(optional))]
        holding: Option<Cow<'static, str>>,
    },
    /// The worker begins to wait.
    Wait {
        /// For what: `a task`, `a message`, a lock's name, …
        on: Cow<'static, str>,
    },
    /// The worker begins to sleep.
    Sleep {
        /// For how long, in milliseconds.
        ms: f64,
    },
    /// A message leaves.
    Send {
        /// The actor or worker it leaves.
        from: u32,
        /// The actor or worker it is for.
        to: u32,
        /// Its number: the receipt has the same `from`, `to` and number.
        message: u64,
    },
    /// A message is taken.
    Receive {
        /// The actor or worker it left.
        from: u32,
        /// The actor or worker that takes it.
        to: u32,
        /// Its number.
        message: u64,
    },
}

/// Which of its two streams a program wrote a line to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error: tracebacks, warnings.
    Stderr,
}

impl What {
    /// A line of a program that has one stream.
    pub fn print(text: impl Into<String>) -> Self {
        Self::Print {
            text: text.into(),
            stream: None,
        }
    }

    /// The worker begins to work on `what`, number `item` of its kind, and holds nothing.
    pub fn run(what: impl Into<Cow<'static, str>>, item: Option<u64>) -> Self {
        Self::Run {
            what: what.into(),
            item,
            holding: None,
        }
    }

    /// How many bytes it prints.
    pub(crate) fn printed_bytes(&self) -> usize {
        match self {
            Self::Print { text, .. } => text.len(),
            _ => 0,
        }
    }

    /// Whether the record needs this event, or the run goes on by an answer to it: no limit may drop it.
    pub(crate) fn is_kept_always(&self) -> bool {
        matches!(self, Self::Print { .. } | Self::Ask { .. })
    }
}

/// An event on its way from a process, whose encoding knows no flattening.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Stamped {
    /// Microseconds on the common clock, not yet counted from the run's beginning.
    pub now_us: f64,
    pub what: Packed,
}

/// [`What`] in an encoding without tags.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Packed {
    Print(String, Option<Stream>),
    Ask(String),
    Progress(f64, f64, String, Option<f64>, Vec<(String, f64)>),
    Run(String, Option<u64>, Option<String>),
    Wait(String),
    Sleep(f64),
    Send(u32, u32, u64),
    Receive(u32, u32, u64),
}

impl From<What> for Packed {
    fn from(what: What) -> Self {
        match what {
            What::Print { text, stream } => Self::Print(text, stream),
            What::Ask { prompt } => Self::Ask(prompt),
            What::Progress {
                done,
                total,
                unit,
                estimate,
                counts,
            } => {
                let counts = counts.into_iter();
                let counts = counts.map(|(name, count)| (name.into_owned(), count));
                Self::Progress(done, total, unit.into_owned(), estimate, counts.collect())
            }
            What::Run {
                what,
                item,
                holding,
            } => Self::Run(what.into_owned(), item, holding.map(Cow::into_owned)),
            What::Wait { on } => Self::Wait(on.into_owned()),
            What::Sleep { ms } => Self::Sleep(ms),
            What::Send { from, to, message } => Self::Send(from, to, message),
            What::Receive { from, to, message } => Self::Receive(from, to, message),
        }
    }
}

impl From<Packed> for What {
    fn from(packed: Packed) -> Self {
        match packed {
            Packed::Print(text, stream) => Self::Print { text, stream },
            Packed::Ask(prompt) => Self::Ask { prompt },
            Packed::Progress(done, total, unit, estimate, counts) => Self::Progress {
                done,
                total,
                unit: unit.into(),
                estimate,
                counts: counts
                    .into_iter()
                    .map(|(name, count)| (name.into(), count))
                    .collect(),
            },
            Packed::Run(what, item, holding) => Self::Run {
                what: what.into(),
                item,
                holding: holding.map(Cow::Owned),
            },
            Packed::Wait(on) => Self::Wait { on: on.into() },
            Packed::Sleep(ms) => Self::Sleep { ms },
            Packed::Send(from, to, message) => Self::Send { from, to, message },
            Packed::Receive(from, to, message) => Self::Receive { from, to, message },
        }
    }
}

/// Counts as an object, in the order in which they were given.
fn as_object<S: serde::Serializer>(
    counts: &[(Cow<'static, str>, f64)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(name, count)| (name, count)))
}
