//! Many actors on few threads: each worker has a queue of the actors that can go on.
//!
//! An actor stays on its worker. Waking it puts it into that worker's queue (`async_task` does
//! the bookkeeping of who is already there), and a worker with an empty queue parks.

use crate::platform::events::{self, Lane};
use crate::platform::parking::{Parking, spin_until};
use async_task::Runnable;
use concurrent_queue::ConcurrentQueue;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering, fence};

/// One worker's queue.
#[derive(Debug)]
pub(super) struct Queue {
    ready: ConcurrentQueue<Runnable>,
    parking: Parking,
    closed: AtomicBool,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            ready: ConcurrentQueue::unbounded(),
            parking: Parking::default(),
            closed: AtomicBool::new(false),
        }
    }
}

impl Queue {
    /// Begins a task on this queue's worker. Dropping what it returns ends the task.
    pub fn spawn<T: Send + 'static>(
        self: &Arc<Self>,
        future: impl Future<Output = T> + Send + 'static,
    ) -> async_task::Task<T> {
        let queue = self.clone();
        let (runnable, task) = async_task::spawn(future, move |runnable| queue.push(runnable));
        runnable.schedule();
        task
    }

    fn push(&self, runnable: Runnable) {
        // It has no bound and its own end is not used, so it takes everything.
        let _ = self.ready.push(runnable);
        fence(Ordering::SeqCst);
        if self.closed.load(Ordering::Relaxed) {
            self.empty();
        } else {
            self.parking.wake();
        }
    }

    /// The worker ends, and what could go on is dropped.
    pub fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        fence(Ordering::SeqCst);
        self.empty();
        self.parking.wake_all();
    }

    /// Drops what is there: each holds this queue, which would keep it for ever.
    fn empty(&self) {
        while self.ready.pop().is_ok() {}
    }

    /// A worker's life: runs what is ready until the queue is closed.
    pub fn work(self: Arc<Self>, lane: Arc<Lane>) {
        let _entered = events::enter(lane);
        SHOWN.set(u32::MAX);
        events::waits_for_nothing();
        MINE.set(Some(self.clone()));
        while let Some(runnable) = self.next() {
            runnable.run();
        }
        MINE.set(None);
    }

    fn next(&self) -> Option<Runnable> {
        if let Ok(runnable) = self.ready.pop() {
            return Some(runnable);
        }
        idle();
        self.parking.find(|| match self.ready.pop() {
            Ok(runnable) => Some(Some(runnable)),
            Err(_) => self.closed.load(Ordering::Acquire).then_some(None),
        })
    }
}

thread_local! {
    /// The actor that this worker's lane shows as running; 0 when it shows a wait.
    static SHOWN: Cell<u32> = const { Cell::new(u32::MAX) };
    /// The queue of this worker; none in a process, whose actors wait for messages from outside.
    static MINE: RefCell<Option<Arc<Queue>>> = const { RefCell::new(None) };
}

/// Looks a little whether something has come, where this worker has no other actor to run.
/// Says whether it has.
pub(super) fn look_a_little(has_come: impl Fn() -> bool) -> bool {
    MINE.with_borrow(|mine| {
        let Some(queue) = mine.as_ref().filter(|queue| queue.ready.is_empty()) else {
            return false;
        };
        idle();
        let ended = spin_until(|| (has_come() || !queue.ready.is_empty()).then(&has_come));
        ended == Some(true)
    })
}

/// Shows that this worker runs actor `id`, where it does not show so already.
pub(super) fn show_running(id: u32) {
    if SHOWN.replace(id) != id {
        events::running("actor", Some(id.into()));
    }
}

/// Shows that this worker waits: for a message, unless an actor of it waits for something else.
pub(super) fn idle() {
    if SHOWN.replace(0) != 0 {
        events::waiting(events::waits_for().unwrap_or("a message"));
    }
}
