//! rayon's global pool.

use crate::contract::Error;
use crate::platform::farm::Job;

/// Starts the pool with so many threads.
pub async fn start(threads: usize) -> Result<(), Error> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build_global()
        .map_err(|error| Error::failed(format!("the thread pool did not start: {error}")))
}

/// Queues a job.
pub fn spawn(job: Job) {
    rayon::spawn(job);
}

/// Runs something once on each of the pool's threads, which it is told by number.
pub fn on_each(something: impl Fn(usize) + Send + Sync + 'static) {
    rayon::spawn_broadcast(move |thread| something(thread.index()));
}
