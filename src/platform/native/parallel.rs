//! rayon's global pool.

use crate::Error;
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
