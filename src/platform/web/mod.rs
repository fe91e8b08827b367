//! The browser's side: Web Workers, `performance`, promises.

#[cfg(all(feature = "python", target_feature = "atomics"))]
mod allocator;
#[cfg(all(feature = "python", target_feature = "atomics"))]
pub mod common;
pub mod files;
pub mod panics;
#[cfg(target_feature = "atomics")]
pub mod parallel;
#[cfg(not(target_feature = "atomics"))]
#[path = "no_parallel.rs"]
pub mod parallel;
pub mod process;

use crate::contract::Error;
use crate::platform::panics::report;
use crate::platform::patience::{START, within};
use crate::platform::seats;
use js_sys::{Function, JsString, Object, Promise};
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The stack of a thread worker, in bytes; the default of 2 MiB would make 64 of them costly.
#[cfg(not(all(feature = "python", target_feature = "atomics")))]
const THREAD_STACK: u32 = 512 * 1024;
/// That of one on which Python runs.
#[cfg(all(feature = "python", target_feature = "atomics"))]
const THREAD_STACK: u32 = 9 * 1024 * 1024;

/// The engine with Python allocates for every number.
#[cfg(all(feature = "python", target_feature = "atomics"))]
#[global_allocator]
static ALLOCATOR: allocator::Cached = allocator::Cached;

#[wasm_bindgen(module = "/src/platform/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = startThread)]
    fn start_worker(
        main: &JsString,
        module: &JsValue,
        memory: &JsValue,
        index: usize,
        stack_size: u32,
        on_death: &Function,
    ) -> Promise;
    #[wasm_bindgen(js_name = sleep)]
    fn sleep_ms(ms: f64) -> Promise;
    #[wasm_bindgen(js_name = block)]
    fn block_ms(ms: f64);
    #[wasm_bindgen(js_name = hardwareConcurrency)]
    fn hardware_concurrency() -> f64;
}

#[wasm_bindgen(module = "/src/platform/web/environment.js")]
extern "C" {
    #[wasm_bindgen(js_name = features)]
    fn browser_features() -> Promise;
    #[wasm_bindgen(js_name = whyNoThreads)]
    fn browser_why_no_threads() -> String;
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = now)]
    fn performance_now() -> f64;
    #[wasm_bindgen(thread_local_v2, js_namespace = performance, js_name = timeOrigin)]
    static TIME_ORIGIN: f64;
    /// The address of this package's main module, which workers load too.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static MAIN: JsString;
}

/// Each worker has an origin of time of its own.
pub const CLOCKS_DIFFER: bool = true;

/// Microseconds since the Unix epoch, by this worker's clock.
pub fn clock_us() -> f64 {
    // Read once a worker: reading it through JavaScript costs as much as the time itself.
    thread_local! {
        static ORIGIN_US: f64 = TIME_ORIGIN.with(|origin| origin * 1e3);
    }
    ORIGIN_US.with(|origin| origin + performance_now() * 1e3)
}

/// The processors that the browser tells of, if it does.
pub fn processors() -> f64 {
    hardware_concurrency()
}

/// Whether threads over one memory can be had here: they are compiled in, or they are not.
pub fn has_threads() -> bool {
    cfg!(target_feature = "atomics")
}

/// Where threads cannot be had, why not: half a sentence about the page.
pub fn why_no_threads() -> String {
    browser_why_no_threads()
}

/// The engine's kind of threads, as the record calls it.
pub fn threads() -> &'static str {
    if has_threads() {
        "shared-memory"
    } else {
        "isolated"
    }
}

/// Waits without blocking the coordinator.
pub async fn sleep(duration: Duration) {
    // A timer does not fail.
    let _ = JsFuture::from(sleep_ms(duration.as_secs_f64() * 1e3)).await;
}

/// Blocks this worker.
pub fn block(duration: Duration) {
    block_ms(duration.as_secs_f64() * 1e3);
}

/// Begins a task on this worker.
pub fn spawn_local(future: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(future);
}

/// Starts thread number `index` of the farm.
pub async fn start_thread(index: usize) -> Result<(), Error> {
    if !has_threads() {
        return Err(no_threads());
    }
    let why = match within(START, JsFuture::from(ask_for_thread(index))).await {
        Some(Ok(_)) => return Ok(()),
        Some(Err(error)) => text(&error),
        None => format!("no answer for {} s", START.as_secs()),
    };
    let message = format!("thread {} did not start: {why}", index + 1);
    // It may come yet, when nobody counts on it: this engine is not used any more.
    report(message.clone());
    Err(Error::failed(message))
}

fn ask_for_thread(index: usize) -> Promise {
    #[cfg(all(feature = "python", target_feature = "atomics"))]
    common::make();
    let on_death = Closure::<dyn Fn(String)>::new(move |message: String| {
        report(format!("{} ended: {message}", seats::FARM.who(index)));
    });
    let start = MAIN.with(|main| {
        start_worker(
            main,
            &wasm_bindgen::module(),
            &wasm_bindgen::memory(),
            index,
            THREAD_STACK,
            on_death.as_ref().unchecked_ref(),
        )
    });
    // A worker lives as long as the engine, and so does what hears of its death.
    on_death.forget();
    start
}

/// The memory that this program has: in a browser, its linear memory.
pub fn memory_bytes() -> Option<u64> {
    const PAGE: u64 = 65_536;
    Some(core::arch::wasm32::memory_size::<0>() as u64 * PAGE)
}

/// The answer to whoever asks for threads without shared memory.
fn no_threads() -> Error {
    Error::unsupported(format!(
        "threads need shared memory, which this page has not: {}",
        why_no_threads()
    ))
}

/// Asks for memory by `ask`, which is told where there is none.
pub fn may_be_refused<T>(ask: impl FnOnce() -> T) -> T {
    ask()
}

/// What this browser can do, and why not: `{name: {available, detail}}`.
pub async fn capabilities() -> Value {
    JsFuture::from(browser_features())
        .await
        .ok()
        .and_then(|json| json.as_string())
        .and_then(|json| serde_json::from_str(&json).ok())
        .unwrap_or_default()
}

/// What a thrown value says.
pub fn text(error: &JsValue) -> String {
    error
        .dyn_ref::<js_sys::Error>()
        .map(|error| String::from(error.message()))
        .or_else(|| error.as_string())
        .unwrap_or_else(|| String::from(Object::from(error.clone()).to_string()))
}

/// What a thread worker does for as long as it lives. Called by `host.js`.
#[wasm_bindgen]
pub fn thread_main(index: usize) {
    panics::install(panics::Role::Thread);
    crate::platform::farm::thread_main(index);
}
