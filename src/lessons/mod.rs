//! The lessons, and the lists of them.
//!
//! A lesson is one type: its fields are the parameters, its [`Lesson`](crate::engine::Lesson)
//! implementation is the program, its [`About`](crate::engine::about::About) is the text. A list
//! below names it, and all else follows: schema, form, command line, validation, docs.

mod actors;
mod background_zip;
pub mod catalogue;
mod check_then_act;
mod condition;
mod deadlock;
mod explore;
mod failing_tasks;
pub mod four_ways;
mod generators;
mod gil;
mod hello;
mod pi;
mod pi_darts;
mod pool_commons;
mod pool_programs;
mod pool_rows;
mod pool_square;
mod processors;
pub mod python;
mod queue;
mod race;
mod semaphore;
mod threads;
mod threads_vs_processes;
mod timeout;
mod workbench;

use crate::engine::{Entry, Registry};

/// What a short lesson is written with: `use super::prelude::*`.
mod prelude {
    pub(super) use super::source;
    pub(super) use crate::contract::Error;
    pub(super) use crate::engine::about::About;
    pub(super) use crate::engine::{Context, Lesson, Needs};
    pub(super) use schemars::JsonSchema;
    pub(super) use serde::{Deserialize, Serialize};
}

/// The lessons of the lectures, in the lectures' order.
pub static LESSONS: &[Entry] = &[
    Entry::of::<processors::Processors>(),
    Entry::of::<pool_square::PoolSquare>(),
    Entry::of::<pool_rows::PoolRows>(),
    Entry::of::<pool_commons::PoolCommons>(),
    Entry::of::<pool_programs::PoolPrograms>(),
    Entry::of::<failing_tasks::FailingTasks>(),
    Entry::of::<threads::Threads>(),
    Entry::of::<background_zip::BackgroundZip>(),
    Entry::of::<timeout::Timeout>(),
    Entry::of::<threads_vs_processes::ThreadsVsProcesses>(),
    Entry::of::<race::Race>(),
    Entry::of::<semaphore::SemaphoreLesson>(),
    Entry::of::<queue::QueueLesson>(),
    Entry::of::<gil::Gil>(),
    Entry::of::<generators::Generators>(),
    Entry::of::<actors::Actors>(),
    Entry::of::<pi::Pi>(),
    #[cfg(any(feature = "python", not(page_engine)))]
    Entry::of::<python::Python>(),
    #[cfg(any(feature = "python", not(page_engine)))]
    Entry::of::<explore::Explore<check_then_act::CheckThenAct>>(),
    #[cfg(any(feature = "python", not(page_engine)))]
    Entry::of::<explore::Explore<condition::Condition>>(),
    #[cfg(any(feature = "python", not(page_engine)))]
    Entry::of::<explore::Explore<deadlock::Deadlock>>(),
    #[cfg(any(feature = "python", not(page_engine)))]
    Entry::of::<explore::Explore<explore::any_program::AnyProgram>>(),
];

/// What the page runs beside them: the study "the same work, four ways", the points that a
/// picture draws, and the lesson of the README. No list shows them.
pub static HIDDEN: &[Entry] = &[
    Entry::of::<four_ways::FourWays>(),
    Entry::of::<pi_darts::PiDarts>(),
    Entry::of::<hello::Hello>(),
];

/// Lessons of tests and benchmarks, which the page's engine is built without.
pub const WORKBENCH: &[Entry] = if cfg!(feature = "workbench") {
    workbench::LESSONS
} else {
    &[]
};

/// All of them: what the doors hand down.
pub static REGISTRY: Registry = Registry {
    lessons: &[LESSONS, HIDDEN, WORKBENCH],
    process_main: "process_main",
};

/// A file of the crate, as it was compiled; `path` is its path in `src/lessons/`, and `core` how
/// the lines begin that matter.
macro_rules! source {
    ($path:literal) => {
        source!($path, core: [])
    };
    ($path:literal, core: [$($line:literal),* $(,)?]) => {
        $crate::engine::about::Source {
            path: concat!("src/lessons/", $path),
            source: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/lessons/", $path)),
            core: &[$($line),*],
        }
    };
}
use source;
