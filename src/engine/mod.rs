//! What lessons are made of: a run with its context, pools, actors, threads, processes' targets.

pub mod actor;
mod context;
pub mod pool;
pub mod program;
mod run;
pub mod targets;
pub mod threading;
pub mod ways;

pub use context::Context;
pub use run::{Request, Run, engine_is_lost, run};
