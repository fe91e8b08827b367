//! CPython's global interpreter lock, as a model: a lock that is handed over.
//!
//! After `Python/ceval_gil.c` of CPython 3.13: who waits longer than the switch interval asks the
//! holder to drop the lock; the holder looks for that between two instructions, drops it, and does
//! not take it again before another thread has had it (forced switching).

use crate::platform::cancel::Cancel;
use crate::platform::events;
use crate::platform::sync::{Condvar, Mutex};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The lock that a thread must hold to run an instruction of the interpreter.
#[derive(Debug)]
pub struct InterpreterLock {
    interval: Duration,
    state: Mutex<State>,
    /// The lock was dropped.
    dropped: Condvar,
    /// The lock was taken by another than the last holder.
    switched: Condvar,
    drop_request: AtomicBool,
}

#[derive(Debug)]
struct State {
    locked: bool,
    last_holder: u32,
    switches: u64,
}

impl InterpreterLock {
    /// What the trace calls it.
    pub const NAME: &'static str = "the interpreter lock";

    /// A lock with this switch interval (`sys.setswitchinterval`).
    pub fn new(interval: Duration) -> Self {
        let state = State {
            locked: false,
            last_holder: 0,
            switches: 0,
        };
        Self {
            interval,
            state: Mutex::unseen(state),
            dropped: Condvar::new(),
            switched: Condvar::new(),
            drop_request: AtomicBool::new(false),
        }
    }

    /// Takes the lock for thread `me`, from 1. Says whether it has it: a stop ends the wait.
    /// The trace shows the wait; what is done with the lock, its holder shows.
    #[must_use]
    pub fn take(&self, me: u32, cancel: &Cancel) -> bool {
        let mut state = self.state.lock();
        if state.locked {
            events::waiting(Self::NAME);
        }
        while state.locked {
            let switches = state.switches;
            let free;
            (state, free) = self
                .dropped
                .wait_while(state, cancel, Some(self.interval), |state| state.locked);
            if cancel.is_set() {
                return false;
            }
            // Only who saw nobody else get it in all that time asks for it.
            if !free && state.locked && state.switches == switches {
                self.drop_request.store(true, Ordering::Release);
            }
        }
        state.locked = true;
        if state.last_holder != me {
            state.switches += 1;
            state.last_holder = me;
            self.switched.notify_all();
        }
        self.drop_request.store(false, Ordering::Release);
        true
    }

    /// Drops the lock, as before a call that may block.
    pub fn drop(&self) {
        self.state.lock().locked = false;
        self.dropped.notify_one();
    }

    /// Whether the holder is asked to drop the lock.
    pub fn is_asked_for(&self) -> bool {
        self.drop_request.load(Ordering::Acquire)
    }

    /// Between two instructions: where another thread has asked, drops the lock, lets it have a
    /// turn, and takes the lock again. Says whether thread `me` still has it.
    #[must_use]
    pub fn check(&self, me: u32, cancel: &Cancel) -> bool {
        if !self.is_asked_for() {
            return true;
        }
        // Said before, so that the next holder is not seen beside this one.
        events::waiting(Self::NAME);
        self.drop();
        let guard = self.state.lock();
        let (guard, _) = self
            .switched
            .wait_while(guard, cancel, None, |state| state.last_holder == me);
        drop(guard);
        self.take(me, cancel)
    }

    /// How often it went from one thread to another.
    pub fn switches(&self) -> u64 {
        // The first to take it took it from nobody.
        self.state.lock().switches.saturating_sub(1)
    }
}
