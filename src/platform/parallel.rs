//! The data-parallel pool: rayon's, sized once to the processors.

use super::processors::logical_processors;
use super::{calibrate, farm, sys};
use crate::contract::Error;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use farm::JoinHandle;

static WIDTH: AtomicUsize = AtomicUsize::new(0);

/// Starts the pool, as wide as the system has processors, where it is not yet started.
///
/// # Errors
/// [`Error::Unsupported`] without shared memory; [`Error::Failed`] where it does not start.
pub async fn ensure() -> Result<(), Error> {
    if width() == 0 {
        let threads = logical_processors() as usize;
        sys::parallel::start(threads).await?;
        calibrate::parallel_pool(threads).await;
        WIDTH.store(threads, Ordering::Release);
    }
    Ok(())
}

/// How many threads the pool has; 0 before it is started.
pub fn width() -> usize {
    WIDTH.load(Ordering::Acquire)
}

/// Queues `job` on the pool.
pub fn spawn<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
    let (job, handle) = farm::alone(job);
    sys::parallel::spawn(job);
    handle
}
