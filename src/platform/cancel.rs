//! A stop that asks: set once, seen by all, awaited by those that wait.

use super::{has_threads, sys};
use crate::platform::lock;
use std::sync::{
    Arc, Condvar, Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};
use std::time::Duration;

/// Whether a run should stop. Clones are the same token.
///
/// Nothing is interrupted by force: work looks at [`is_set`](Self::is_set) between its parts,
/// an async function awaits [`wait`](Self::wait) beside what it waits for, and a blocking sleep
/// goes through [`sleep`](Self::sleep).
#[derive(Debug, Clone)]
pub struct Cancel(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    set: AtomicBool,
    sleepers: Mutex<()>,
    wake: Condvar,
    // Closed when the token is set: every receiver then wakes. A channel and not an event of
    // our own, because its wake-ups are known to work on both sides.
    closed: async_channel::Sender<()>,
    closing: async_channel::Receiver<()>,
}

impl Default for Cancel {
    fn default() -> Self {
        let (closed, closing) = async_channel::bounded(1);
        Self(Arc::new(Inner {
            set: AtomicBool::new(false),
            sleepers: Mutex::new(()),
            wake: Condvar::new(),
            closed,
            closing,
        }))
    }
}

impl Cancel {
    /// Asks everything that holds this token to stop.
    pub fn set(&self) {
        self.0.set.store(true, Ordering::Release);
        self.0.closed.close();
        let _sleepers = lock(&self.0.sleepers);
        self.0.wake.notify_all();
    }

    /// Whether a stop was asked for.
    pub fn is_set(&self) -> bool {
        self.0.set.load(Ordering::Acquire)
    }

    /// Returns once a stop was asked for.
    pub async fn wait(&self) {
        // The channel never carries anything: recv returns when it is closed.
        let _ = self.0.closing.recv().await;
    }

    /// Blocks this worker, a thread or a process, for `duration`, or until a stop is asked for.
    /// Says whether it slept to the end. Never call it on the coordinator.
    pub fn sleep(&self, duration: Duration) -> bool {
        if !has_threads() {
            // A process of such a build: nobody shares this token, and its parent ends it.
            sys::block(duration);
            return !self.is_set();
        }
        let end = super::clock::now_us() + duration.as_secs_f64() * 1e6;
        let mut guard = lock(&self.0.sleepers);
        while !self.is_set() {
            let left = end - super::clock::now_us();
            if left <= 0.0 {
                return true;
            }
            guard = self
                .0
                .wake
                .wait_timeout(guard, Duration::from_secs_f64(left / 1e6))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        false
    }
}
