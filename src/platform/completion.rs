//! A value that comes once: awaited by the coordinator, waited for by a thread worker.

use super::parking::spin_for_results;
use crate::platform::lock;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The place of a value that comes once.
#[derive(Debug)]
pub(crate) struct Completion<T> {
    /// Beside the lock, so that whoever looks often need not take it.
    complete: AtomicBool,
    state: Mutex<State<T>>,
    came: Condvar,
}

#[derive(Debug)]
struct State<T> {
    value: Option<T>,
    waker: Option<Waker>,
    /// How many threads wait; where none does, nobody is told.
    blocked: u32,
}

impl<T> Default for Completion<T> {
    fn default() -> Self {
        Self {
            complete: AtomicBool::new(false),
            state: Mutex::new(State {
                value: None,
                waker: None,
                blocked: 0,
            }),
            came: Condvar::new(),
        }
    }
}

impl<T> Completion<T> {
    /// The value has come.
    pub fn complete(&self, value: T) {
        let (waker, blocked) = {
            let mut state = self.lock();
            state.value = Some(value);
            self.complete.store(true, Ordering::Release);
            (state.waker.take(), state.blocked)
        };
        if blocked > 0 {
            self.came.notify_all();
        }
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Whether it has come, taken or not.
    pub fn is_complete(&self) -> bool {
        self.complete.load(Ordering::Acquire)
    }

    /// What `look` sees in the value, where it is there and not taken.
    pub fn look<R>(&self, look: impl FnOnce(&T) -> R) -> Option<R> {
        self.lock().value.as_ref().map(look)
    }

    /// Blocks until the value comes, and takes it. It must be taken only once.
    pub fn wait(&self) -> T {
        let mut state = self.lock();
        loop {
            if let Some(value) = state.value.take() {
                return value;
            }
            state.blocked += 1;
            state = self
                .came
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
            state.blocked -= 1;
        }
    }

    /// Takes the value when it has come. It must be taken only once.
    pub fn poll(&self, context: &mut Context<'_>) -> Poll<T> {
        let mut state = self.lock();
        match state.value.take() {
            Some(value) => Poll::Ready(value),
            None => {
                state.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// The same for a value that is likely to come in a moment, which the coordinator awaits: it
    /// looks a little before it gives up its turn.
    pub fn poll_soon(&self, context: &mut Context<'_>) -> Poll<T> {
        spin_for_results(|| self.is_complete());
        self.poll(context)
    }

    /// Returns when the value has come, and leaves it.
    pub async fn come(&self) {
        poll_fn(|context| {
            let mut state = self.lock();
            if self.is_complete() {
                return Poll::Ready(());
            }
            state.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        lock(&self.state)
    }
}
