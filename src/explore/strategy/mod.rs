//! Who takes the next step: a file for each way to choose.
//!
//! | strategy | what it gives |
//! | --- | --- |
//! | [`Random`] | finds much soon; no guarantee |
//! | [`Bounding`] | every schedule with at most so many preemptions, each once |
//! | [`SleepSets`] | one of each set of schedules that do the same: where it is done, no ending is left |
//! | [`Pct`] | finds a fault of depth d among n threads and k steps in a run with a probability of at least 1/(n·k^(d-1)), without time-outs |
//! | [`Replay`] | the one schedule that it was given |

mod bounding;
mod pct;
mod random;
mod replay;
mod sleep_sets;

pub(super) use bounding::Bounding;
pub(super) use pct::Pct;
pub(super) use random::Random;
pub(super) use replay::Replay;
pub(super) use sleep_sets::SleepSets;

use super::walk::Point;

/// Chooses the steps of one run after another.
pub(super) trait Strategy: Send + 'static {
    /// Begins the next run. False where there is none left.
    fn begin(&mut self) -> bool;

    /// Who takes the next step.
    fn choose(&mut self, point: &Point<'_>) -> Turn;
}

/// What a strategy says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// The choice with this index.
    Take(usize),
    /// Nothing that is new comes of this run.
    Leave,
    /// The choices are not those that an earlier run had here.
    Differs,
}
