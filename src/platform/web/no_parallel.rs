//! The data-parallel pool, where there is no shared memory for one.

use crate::contract::Error;
use crate::platform::farm::Job;

/// Refuses.
pub async fn start(_threads: usize) -> Result<(), Error> {
    Err(super::no_threads())
}

/// Runs the job here and now: nobody comes this far, since [`start`] refuses.
pub fn spawn(job: Job) {
    job();
}

/// Runs something on each of no threads.
pub fn on_each(_something: impl Fn(usize) + Send + Sync + 'static) {}
