//! What lessons are made of: what a lesson is, a run with its context, pools, actors, threads,
//! and what processes run.

pub mod about;
pub mod actor;
mod context;
mod lesson;
mod lines;
pub mod listing;
pub mod measure;
pub mod parameters;
pub mod pool;
pub mod program;
mod registry;
mod run;
pub mod targets;
pub mod threading;

pub use context::Context;
pub use lesson::{Entry, Lesson, Needs};
pub use registry::{Registry, serve_process};
pub use run::{Request, Run, engine_is_lost, replace_beyond, run};
