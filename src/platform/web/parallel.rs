//! wasm-bindgen-rayon's pool.

use super::text;
use crate::contract::Error;
use crate::platform::farm::Job;
use wasm_bindgen_futures::JsFuture;

/// Starts the pool with so many workers.
pub async fn start(threads: usize) -> Result<(), Error> {
    JsFuture::from(wasm_bindgen_rayon::init_thread_pool(threads))
        .await
        .map(drop)
        .map_err(|error| Error::failed(format!("the thread pool did not start: {}", text(&error))))
}

/// Queues a job.
pub fn spawn(job: Job) {
    rayon::spawn(move || {
        super::panics::install(super::panics::Role::Thread);
        job();
    });
}

/// Runs something once on each of the pool's threads, which it is told by number.
pub fn on_each(something: impl Fn(usize) + Send + Sync + 'static) {
    rayon::spawn_broadcast(move |thread| something(thread.index()));
}
