//! manyhands: lessons in parallel programming, run on real threads and a real GPU, in a browser
//! and natively.
//!
//! # The map
//! | module | what it holds |
//! | --- | --- |
//! | [`contract`] | what every door agrees on: parameters, schema, events, record, errors, trace |
//! | [`platform`] | the one facade between the crate and where it runs: threads, processes, clock, events |
//! | [`engine`] | what a lesson is and what lessons are made of: a run and its context, pools, actors, threads |
//! | [`pi`] | the kernels of pi: generators, CPU, GPU |
//! | [`explore`] | the search through the schedules of a program, whatever it is written in |
//! | `python` | Python itself, with the feature of that name: an interpreter on the engine's threads |
//! | [`lessons`] | the lessons, and the lists of them |
//! | [`doors`] | command line and JavaScript; the page is a client of the latter |
//!
//! A module uses those above it in this table, and never one below: `tests/native/layers.rs` holds
//! that. What there is to run is handed down: a door gives the engine a
//! [`Registry`](engine::Registry), and nothing below [`lessons`] knows a lesson by name.
//!
//! # The flow of a run
//! A door makes a [`Request`] of a lesson's id and JSON. [`engine::run`] finds the lesson in the
//! registry, resolves the parameters, brings the farm to the size that they need, and
//! polls the lesson's async `run` on the coordinator. Its tasks run on threads or in processes;
//! each worker writes its events to a lane of its own; every fifty milliseconds the coordinator
//! takes them, in the order of their times, and hands them to the door. At the end there is a
//! [`Record`], or an [`Error`].
//!
//! # What always holds
//! - The coordinator never blocks; it looks for a result that is about to come for some
//!   microseconds before it awaits it. Only tasks on the farm's threads may block.
//! - Nothing is started during a run but processes; see [`platform::farm`].
//! - Whoever waits for somebody that may be gone waits with [`platform::patience`], or hears of the
//!   end: a child closes its pipe, a browser's worker frees the lock that it holds while it lives
//!   (`platform/web/host.js`), and [`platform::panics`] ends the run from the coordinator, for
//!   threads that block hear nothing.
//! - Outside [`platform`] only the doors and the kernels of [`pi`] ask where they run.
//! - A lesson prints, measures and leaves files through its [`Context`], and touches nothing else.
//! - Memory that a parameter decides the size of is asked for through [`platform::memory`], and a thread of the platform's
//!   own is started so that the system may refuse it: both are errors with a name. Waiting for a time needs no thread.
//! - What is global belongs to the program and not to a run: the farm with its pool, the clock's
//!   corrections, who waits and what has panicked; and the counters that lessons about shared
//!   memory are about. All that a run has is in its [`Context`].
//! - Absent on purpose: an executor on the coordinator natively beside the one of the run, and any
//!   default or bound of a parameter outside its struct.

#![cfg_attr(
    all(target_family = "wasm", target_feature = "atomics"),
    feature(alloc_error_hook)
)]
// The page's engine is optimised for size, but for the kernels.
#![cfg_attr(page_engine, feature(optimize_attribute))]
#![warn(missing_docs, missing_debug_implementations)]

// Its attributes stand within modules that RustPython's own macro rewrites, which finds them by their plain names.
#[cfg(feature = "python")]
#[macro_use]
extern crate rustpython_derive;

pub mod contract;
pub mod doors;
pub mod engine;
pub mod explore;
pub mod lessons;
pub mod pi;
pub mod platform;
#[cfg(feature = "python")]
pub mod python;

pub use contract::{Error, Record};
pub use engine::{Context, Request, Run, engine_is_lost};
pub use lessons::REGISTRY;

/// Runs a lesson of [`REGISTRY`]: [`engine::run`].
///
/// ```
/// use manyhands::{Request, platform::block_on, run};
/// use serde_json::json;
///
/// let request = Request::new("pool-square", json!({"inputs": [1, 2, 3], "kind": "threads"}));
/// let record = block_on(run(request, |_events| {}))?.record;
/// assert_eq!(record.result["values"], json!([1, 4, 9]));
/// # Ok::<(), manyhands::Error>(())
/// ```
///
/// # Errors
/// Those of [`engine::run`].
pub async fn run(
    request: Request,
    on_events: impl FnMut(Vec<contract::Event>),
) -> Result<Run, Error> {
    engine::run(&REGISTRY, request, on_events).await
}
