//! manyhands: lessons in parallel programming, run on real threads and a real GPU, in a browser
//! and natively.
//!
//! # The map
//! | module | what it holds |
//! | --- | --- |
//! | [`contract`] | what every door agrees on: parameters, schema, events, record, errors, trace |
//! | [`platform`] | the one facade between the crate and where it runs: threads, processes, clock, events |
//! | [`engine`] | what lessons are made of: a run and its context, pools, actors, threads |
//! | [`lessons`] | the lessons, one file each, and their registry |
//! | [`pi`] | the kernels of the pi lesson: generators, CPU, GPU |
//! | [`table`] | the table of the lesson about rows |
//! | [`doors`] | command line and JavaScript; the page is a client of the latter |
//!
//! # The flow of a run
//! A door makes a [`Request`] of a lesson's id and JSON. [`run`] finds the lesson in
//! [`lessons::LESSONS`], resolves the parameters, brings the farm to the size that they need, and
//! polls the lesson's async `run` on the coordinator. Its tasks run on threads or in processes;
//! each worker writes its events to a lane of its own; every fifty milliseconds the coordinator
//! takes them, in the order of their times, and hands them to the door. At the end there is a
//! [`Record`], or an [`Error`].
//!
//! # What always holds
//! - The coordinator never blocks; it looks for a result that is about to come for some
//!   microseconds before it awaits it. Only tasks on the farm's threads may block.
//! - Nothing is started during a run but processes; see [`platform::farm`].
//! - Nothing outside [`platform`] asks where it runs.
//! - A lesson prints, measures and leaves files through its [`Context`], and touches nothing else.
//! - Absent on purpose: an executor on the coordinator natively beside the one of the run, global
//!   state but for the farm, its pool and the counter that a lesson is about, any default or bound
//!   of a parameter outside its struct.

#![cfg_attr(
    all(target_family = "wasm", target_feature = "atomics"),
    feature(alloc_error_hook)
)]
// The page's engine is optimised for size, but for the kernels.
#![cfg_attr(page_engine, feature(optimize_attribute))]
#![warn(missing_docs, missing_debug_implementations)]

pub mod contract;
pub mod doors;
pub mod engine;
pub mod lessons;
pub mod pi;
pub mod platform;
pub mod table;

pub use contract::{Error, Record};
pub use engine::{Context, Request, Run, engine_is_lost, run};
