//! Many actors on few threads: each worker has a queue of the actors that can go on.
//!
//! An actor stays on its worker. Waking it puts it into that worker's queue (`async_task` does
//! the bookkeeping of who is already there), and a worker with an empty queue parks.

use crate::platform::events::{self, Lane};
use async_task::Runnable;
use std::cell::Cell;
use std::collections::VecDeque;
use std::future::Future;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// One worker's queue.
#[derive(Debug, Default)]
pub(super) struct Queue {
    state: Mutex<State>,
    pushed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    ready: VecDeque<Runnable>,
    parked: bool,
    closed: bool,
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
        let mut state = self.lock();
        if state.closed {
            drop(state);
            // Dropped outside of the lock: its future's own drops may wake others.
            drop(runnable);
            return;
        }
        state.ready.push_back(runnable);
        let parked = std::mem::take(&mut state.parked);
        drop(state);
        if parked {
            self.pushed.notify_one();
        }
    }

    /// The worker runs what is there and no more.
    pub fn close(&self) {
        let mut state = self.lock();
        state.closed = true;
        let left = std::mem::take(&mut state.ready);
        drop(state);
        drop(left);
        self.pushed.notify_one();
    }

    /// A worker's life: runs what is ready until the queue is closed.
    pub fn work(&self, lane: Arc<Lane>) {
        let _entered = events::enter(lane);
        idle();
        loop {
            let mut state = self.lock();
            let runnable = loop {
                if state.closed {
                    return;
                }
                if let Some(runnable) = state.ready.pop_front() {
                    break runnable;
                }
                idle();
                state.parked = true;
                state = self
                    .pushed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            };
            drop(state);
            runnable.run();
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

thread_local! {
    /// The actor that this worker's lane shows as running; 0 when it shows a wait.
    static SHOWN: Cell<u32> = const { Cell::new(u32::MAX) };
}

/// Shows that this worker runs actor `id`, where it does not show so already.
pub(super) fn show_running(id: u32) {
    if SHOWN.replace(id) != id {
        events::running("actor", Some(id.into()));
    }
}

/// Shows that this worker waits for a message.
pub(super) fn idle() {
    if SHOWN.replace(0) != 0 {
        events::waiting("a message");
    }
}
