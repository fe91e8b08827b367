//! wasm-bindgen-rayon's pool.

use super::text;
use crate::contract::Error;
use crate::platform::farm::Job;
use crate::platform::panics::report;
use crate::platform::patience::{START, within};
use wasm_bindgen_futures::JsFuture;

/// Starts the pool with so many workers. It watches none of them: whoever loads the engine does,
/// see `www/src/engine/coordinator.ts`.
pub async fn start(threads: usize) -> Result<(), Error> {
    let starting = JsFuture::from(wasm_bindgen_rayon::init_thread_pool(threads));
    let why = match within(START, starting).await {
        Some(Ok(_)) => return Ok(()),
        Some(Err(error)) => text(&error),
        None => format!("no answer for {} s", START.as_secs()),
    };
    let message = format!("the data-parallel pool did not start: {why}");
    // It may come yet, and a pool is built once: this engine is not used any more.
    report(message.clone());
    Err(Error::failed(message))
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
