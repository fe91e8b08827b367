//! Which worker each thread is at the moment, for whoever has to say which one is gone. It is read
//! without a lock: the dead may have held it.

use super::farm::MAX_WORKERS;
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

/// The threads of one crew, by their places in it.
#[derive(Debug)]
pub(crate) struct Seats([AtomicU32; MAX_WORKERS as usize]);

/// Of the farm.
pub(crate) static FARM: Seats = Seats::new();

thread_local! {
    static MINE: Cell<Option<&'static AtomicU32>> = const { Cell::new(None) };
}

impl Seats {
    const fn new() -> Self {
        Self([const { AtomicU32::new(0) }; MAX_WORKERS as usize])
    }

    /// This thread has this place.
    pub fn take(&'static self, index: usize) {
        MINE.set(self.0.get(index));
    }

    /// Which worker that thread is, in words; between two runs it is none.
    #[cfg(target_family = "wasm")]
    pub fn who(&self, index: usize) -> String {
        let worker = self.0.get(index).map(|seat| seat.load(Ordering::Relaxed));
        match worker {
            Some(worker @ 1..) => format!("worker {worker}"),
            _ => format!("thread {} of the engine", index + 1),
        }
    }
}

/// This thread is this worker from now on; 0 is none.
pub(crate) fn becomes(worker: u32) {
    if let Some(seat) = MINE.get() {
        seat.store(worker, Ordering::Relaxed);
    }
}
