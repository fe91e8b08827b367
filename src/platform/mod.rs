//! The one facade between the crate and where it runs.
//!
//! | here | natively | in a browser |
//! | --- | --- | --- |
//! | [`farm`] | operating-system threads | Web Workers over one `SharedArrayBuffer` |
//! | [`parallel`] | rayon's pool | wasm-bindgen-rayon's pool |
//! | [`process`] | child processes of this binary, over pipes | workers with a wasm memory of their own, over structured clone |
//! | [`clock`] | `Instant`, anchored to the epoch | `performance`, offsets between workers measured |
//! | [`sync`] | `std::sync`, waits seen in the trace | the same, over wasm's atomics |
//! | [`local`] | a local executor | promises |
//! | [`memory`] | the system's | wasm's linear memory |
//! | [`files`] | files of a path | `Blob`s that the page hands over |
//! | [`events`], [`cancel`], [`panics`], [`patience`] | the same on both | |
//!
//! Both sides of `sys` export the same names; outside this module only the doors and the kernels
//! of pi ask where they run.
//! What a side lacks it answers at run time, with [`Error::Unsupported`](crate::contract::Error::Unsupported).

use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) mod any;
pub(crate) mod calibrate;
pub mod cancel;
pub mod channel;
pub mod clock;
pub(crate) mod completion;
pub mod events;
pub mod farm;
pub mod files;
pub mod local;
pub mod memory;
pub mod panics;
pub mod parallel;
pub(crate) mod parking;
pub mod patience;
pub mod process;
pub(crate) mod processors;
pub(crate) mod seats;
pub mod sync;

#[cfg_attr(not(target_family = "wasm"), path = "native/mod.rs")]
#[cfg_attr(target_family = "wasm", path = "web/mod.rs")]
pub(crate) mod sys;

pub use processors::{logical_processors, processors_in_words, processors_told};
pub use sys::{capabilities, has_threads, memory_bytes, sleep, threads, why_no_threads};

#[cfg(not(target_family = "wasm"))]
pub use sys::{block_on, memory::LastResort};

#[cfg(target_family = "wasm")]
pub use sys::files::hand as hand_files;

/// Takes a lock, whatever became of the thread that held it last: what the platform and the engine
/// guard so is never left half done.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
