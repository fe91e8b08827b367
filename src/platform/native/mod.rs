//! The native side: operating-system threads, child processes, the system's clock.

pub mod files;
pub mod memory;
pub mod parallel;
pub mod process;
pub mod threads;

pub use memory::may_be_refused;

use crate::contract::Error;
use async_executor::LocalExecutor;
use serde_json::{Value, json};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// All threads read one clock.
pub const CLOCKS_DIFFER: bool = false;

static ANCHOR: LazyLock<(Instant, f64)> = LazyLock::new(|| {
    let epoch = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    (Instant::now(), epoch.as_secs_f64() * 1e6)
});

/// Microseconds since the Unix epoch.
pub fn clock_us() -> f64 {
    let (instant, epoch_us) = &*ANCHOR;
    epoch_us + instant.elapsed().as_secs_f64() * 1e6
}

/// The processors that the system offers this program.
pub fn processors() -> f64 {
    std::thread::available_parallelism().map_or(f64::NAN, |count| count.get() as f64)
}

/// Whether threads over one memory can be had here.
pub fn has_threads() -> bool {
    true
}

/// Where threads cannot be had, why not; here they can.
pub fn why_no_threads() -> String {
    String::new()
}

/// The engine's kind of threads, as the record calls it.
pub fn threads() -> &'static str {
    "native"
}

/// Waits without blocking the coordinator, within [`block_on`].
pub async fn sleep(duration: Duration) {
    match duration.is_zero() {
        // A timer of milliseconds would make one of it.
        true => futures_lite::future::yield_now().await,
        false => tokio::time::sleep(duration).await,
    }
}

/// Blocks this worker.
pub fn block(duration: Duration) {
    std::thread::sleep(duration);
}

thread_local! {
    static LOCAL: Rc<LocalExecutor<'static>> = Rc::default();
}

/// Runs a future to its end on this thread, and beside it what was begun with `spawn_local`. Its
/// timers are looked after here too: they need no thread, and nothing else that may not be had.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    let executor = LOCAL.with(Rc::clone);
    let timers = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("without files and sockets there is nothing to ask the system for");
    timers.block_on(executor.run(future))
}

/// Begins a task on this thread; it goes on while [`block_on`] runs.
pub fn spawn_local(future: Pin<Box<dyn Future<Output = ()>>>) {
    LOCAL.with(|executor| executor.spawn(future).detach());
}

/// Starts thread number `index` of the farm; returns when it is up.
pub async fn start_thread(index: usize) -> Result<(), Error> {
    let failed =
        |error: String| Error::failed(format!("thread {} did not start: {error}", index + 1));
    let (up, is_up) = async_channel::bounded(1);
    std::thread::Builder::new()
        .name(format!("worker {}", index + 1))
        .spawn(move || {
            // Whoever asked waits for it.
            let _ = up.try_send(());
            crate::platform::farm::thread_main(index);
        })
        .map_err(|error| failed(error.to_string()))?;
    is_up
        .recv()
        .await
        .map_err(|error| failed(error.to_string()))
}

/// The memory that this program has: natively, what of it is resident. `None` where the system
/// does not tell.
pub fn memory_bytes() -> Option<u64> {
    memory_stats::memory_stats().map(|memory| memory.physical_mem as u64)
}

/// What this machine can do, and why not: `{name: {available, detail}}`.
pub async fn capabilities() -> Value {
    let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let field = |name: &str| {
        cpuinfo
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find(|(key, _)| key.trim() == name)
            .map(|(_, value)| value.trim().to_string())
    };
    let unknown = || "not told by this system".to_string();
    json!({
        "shared_memory": {"available": true, "detail": "threads of one process share its memory"},
        "model": {"available": true, "detail": field("model name").unwrap_or_else(unknown)},
        "flags": {"available": true, "detail": field("flags").or_else(|| field("Features")).unwrap_or_else(unknown)},
        "simd": {"available": cfg!(any(target_arch = "x86_64", target_arch = "aarch64")), "detail": simd()},
    })
}

#[cfg(target_arch = "x86_64")]
fn simd() -> String {
    let mut found = vec!["sse2"];
    if std::is_x86_feature_detected!("avx2") {
        found.push("avx2");
    }
    if std::is_x86_feature_detected!("avx512f") {
        found.push("avx512f");
    }
    found.join(", ")
}

#[cfg(not(target_arch = "x86_64"))]
fn simd() -> String {
    std::env::consts::ARCH.into()
}
