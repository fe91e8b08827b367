//! One schedule, run once: to its end, or up to where one wants to know who could go on.

use super::ending::Ending;
use super::schedule::{Schedule, Script};
use super::strategy::{Replay, Strategy};
use super::subject::Subject;
use super::walk::{Choice, End, Taken, walk_and_tell};
use std::fmt;

/// What is done where a script has no more to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// The run is left.
    Stop,
    /// It goes on by itself to its end: each thread for as long as it can.
    GoOn,
}

/// A run as a script had it.
#[derive(Debug)]
pub struct Replayed<E> {
    /// The steps that were taken.
    pub schedule: Schedule,
    /// How it ended; `None` where it was left before.
    pub ending: Option<Ending<E>>,
    /// Where it was left: who could go on.
    pub choices: Vec<Choice>,
    /// Each of its steps.
    pub taken: Vec<Taken>,
}

/// The program does not go as the script has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotThere {
    /// The step, counted from 0.
    pub step: usize,
    /// The thread that could not take it.
    pub thread: u32,
}

impl fmt::Display for NotThere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { step, thread } = self;
        write!(f, "at step {} thread {thread} cannot go on", step + 1)
    }
}

impl std::error::Error for NotThere {}

/// Runs a subject as a script has it.
///
/// # Errors
/// Where a thread of the script cannot go on.
pub fn replay<S: Subject>(
    subject: &mut S,
    script: &Script,
    then: Then,
    most_steps: usize,
) -> Result<Replayed<S::End>, NotThere> {
    let mut strategy = Replay::new(script, then);
    strategy.begin();
    let (strategy, walked) = walk_and_tell(subject, strategy, most_steps, true);
    if let Some((step, thread)) = strategy.lost {
        return Err(NotThere { step, thread });
    }
    let (ending, choices) = match walked.end {
        End::Ended(ending) => (Some(ending), Vec::new()),
        End::Left(choices) => (None, choices),
        End::Differs => (None, Vec::new()),
    };
    // A run that has ended before its script has is another program's.
    if let (Script::Whole(threads), Some(_)) = (script, &ending)
        && let Some(thread) = threads.get(walked.schedule.threads.len())
        && walked.schedule.threads.len() < most_steps
    {
        return Err(NotThere {
            step: walked.schedule.threads.len(),
            thread: *thread,
        });
    }
    Ok(Replayed {
        schedule: walked.schedule,
        ending,
        choices,
        taken: walked.taken,
    })
}
