//! What a pool of processes spends on copying: its inputs and results have to go from one memory
//! to another.

use crate::platform::clock;
use std::cell::Cell;
use std::rc::Rc;

/// What has been copied between a pool and its processes so far.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Copied {
    /// The bytes that were sent, both ways.
    pub bytes: u64,
    /// The time spent on writing values as bytes, sending those and reading them, in
    /// milliseconds: of the main program and of the processes, added up. A process tells it with
    /// its answer, so the sending of the answer itself is not in it.
    pub ms: f64,
}

/// The account of one pool.
#[derive(Debug, Clone, Default)]
pub(super) struct Account(Rc<Cell<Copied>>);

impl Account {
    /// What was spent so far.
    pub fn copied(&self) -> Copied {
        self.0.get()
    }

    /// Does a part of the copying, and adds its time.
    pub fn timed<T>(&self, copy: impl FnOnce() -> T) -> T {
        let begin = clock::now_us();
        let result = copy();
        self.add_us(clock::now_us() - begin);
        result
    }

    /// Time that was spent in a process.
    pub fn add_us(&self, us: f64) {
        let so_far = self.0.get();
        self.0.set(Copied {
            ms: so_far.ms + us / 1e3,
            ..so_far
        });
    }

    /// So many bytes were sent.
    pub fn add_bytes(&self, bytes: usize) {
        let so_far = self.0.get();
        self.0.set(Copied {
            bytes: so_far.bytes + bytes as u64,
            ..so_far
        });
    }
}
