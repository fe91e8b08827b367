//! Lessons of tests and benchmarks: no reader sees them.

mod doubles;
mod event_cost;
mod misbehave;
mod pi_cost;
mod pool_cost;
mod schedule_cost;

use crate::engine::Entry;

/// All of them.
pub const LESSONS: &[Entry] = &[
    Entry::of::<misbehave::Misbehave>(),
    Entry::of::<event_cost::EventCost>(),
    Entry::of::<pool_cost::PoolCost>(),
    Entry::of::<pi_cost::PiCost>(),
    Entry::of::<schedule_cost::ScheduleCost>(),
];
