//! Where a pool is in its life, and the errors of using it at the wrong time: CPython's own
//! (`Lib/multiprocessing/pool.py`).

use crate::contract::TaskError;
use std::sync::atomic::{AtomicU8, Ordering};

/// Running, closed or terminated.
#[derive(Debug, Default)]
pub(super) struct Life(AtomicU8);

const RUNNING: u8 = 0;
const CLOSED: u8 = 1;
const TERMINATED: u8 = 2;

impl Life {
    /// `close()`: no more tasks. A pool that was terminated stays so.
    pub fn close(&self) {
        self.0.fetch_max(CLOSED, Ordering::AcqRel);
    }

    /// `terminate()`: what has not begun is not done.
    pub fn terminate(&self) {
        self.0.fetch_max(TERMINATED, Ordering::AcqRel);
    }

    /// Whether tasks are taken.
    pub fn is_running(&self) -> bool {
        self.0.load(Ordering::Acquire) == RUNNING
    }

    /// Whether what has not begun is given up.
    pub fn is_terminated(&self) -> bool {
        self.0.load(Ordering::Acquire) == TERMINATED
    }

    /// Tasks are taken, or `ValueError: Pool not running`.
    pub fn takes_tasks(&self) -> Result<(), TaskError> {
        match self.is_running() {
            true => Ok(()),
            false => Err(not_running()),
        }
    }

    /// It can be joined, or `ValueError: Pool is still running`.
    pub fn can_be_joined(&self) -> Result<(), TaskError> {
        match self.is_running() {
            true => Err(TaskError::new("ValueError", "Pool is still running")),
            false => Ok(()),
        }
    }
}

pub(super) fn not_running() -> TaskError {
    TaskError::new("ValueError", "Pool not running")
}

/// What the result of a task is that a terminated pool has given up. (CPython's is never ready,
/// and whoever waits for it waits for ever.)
pub(super) fn terminated() -> TaskError {
    TaskError::new(
        "RuntimeError",
        "the pool was terminated before this was done",
    )
}

/// What the result of every task is when a worker could not be initialized: the error's type and
/// words are those of `concurrent.futures`, which gives up. (`multiprocessing` starts another
/// worker, which fails as well, without end.)
pub(super) fn broken(kind: &str, error: &TaskError) -> TaskError {
    TaskError::new(kind, format!("a worker's initializer failed: {error}"))
}
