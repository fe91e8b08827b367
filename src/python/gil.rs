//! The interpreter's lock: one thread at a time, changed as CPython changes.
//!
//! After CPython 3.14's `Python/ceval_gil.c`: whoever has waited for one switch interval asks the
//! holder to let go; the holder does so at its next check, and waits until somebody else has had the
//! lock before it asks for it again.

use crate::contract::What;
use crate::platform::{events, lock};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// What a running thread has to look at, at its next check: bits below. Zero most of the time.
static ASKED: AtomicU32 = AtomicU32::new(0);
/// All threads are to end.
pub(super) const STOP: u32 = 1;
/// Somebody waits for the lock.
pub(super) const LET_GO: u32 = 2;
/// The schedules of the program are searched: see `explore`.
pub(super) const EXPLORES: u32 = 4;

/// What is asked of running threads now.
#[inline]
pub(super) fn asked() -> u32 {
    ASKED.load(Ordering::Relaxed)
}

/// Asks this of all running threads, or no longer.
pub(super) fn ask(what: u32, on: bool) {
    match on {
        true => ASKED.fetch_or(what, Ordering::SeqCst),
        false => ASKED.fetch_and(!what, Ordering::SeqCst),
    };
}

/// Whether threads share one lock.
static ON: AtomicBool = AtomicBool::new(false);
static INTERVAL_US: AtomicU64 = AtomicU64::new(5_000);
static STATE: Mutex<State> = Mutex::new(State {
    held: false,
    taken: 0,
    waiting: 0,
});
static FREED: Condvar = Condvar::new();
static TAKEN: Condvar = Condvar::new();

struct State {
    held: bool,
    /// How often it has been taken by another than the last holder.
    taken: u64,
    waiting: u32,
}

thread_local! {
    /// How often this thread has taken the lock without giving it back: 0 or 1.
    static MINE: Cell<bool> = const { Cell::new(false) };
}

/// Begins a program with the lock or without; `process` is its name where it is a process of another one.
pub(super) fn begin(on: bool, interval: Duration, process: &str) {
    process.clone_into(&mut lock(&PROCESS));
    ON.store(on, Ordering::SeqCst);
    set_interval(interval);
    ASKED.store(0, Ordering::SeqCst);
    *lock(&STATE) = State {
        held: false,
        taken: 0,
        waiting: 0,
    };
}

/// Whether threads share one lock.
pub(super) fn is_on() -> bool {
    ON.load(Ordering::Relaxed)
}

/// `sys.getswitchinterval()`.
pub(super) fn interval() -> Duration {
    Duration::from_micros(INTERVAL_US.load(Ordering::Relaxed))
}

/// `sys.setswitchinterval()`.
pub(super) fn set_interval(interval: Duration) {
    let us = interval.as_micros().clamp(1, u128::from(u64::MAX));
    INTERVAL_US.store(us as u64, Ordering::Relaxed);
}

/// The process whose lock it is, where it is not that of the main one.
static PROCESS: Mutex<String> = Mutex::new(String::new());

/// The name of the lock in the trace: each process has one of its own.
pub(super) fn name() -> Cow<'static, str> {
    let process = lock(&PROCESS);
    match process.as_str() {
        "" => "the GIL".into(),
        process => format!("the GIL of {process}").into(),
    }
}

/// Whether this thread has the lock.
pub(super) fn is_mine() -> bool {
    MINE.get()
}

/// Takes the lock; nothing where there is none. Says whether it had to wait.
pub(super) fn take() -> bool {
    if !is_on() || MINE.get() {
        return false;
    }
    let mut state = lock(&STATE);
    let waits = state.held;
    if waits {
        seen_waiting();
        state.waiting += 1;
        while state.held {
            let taken = state.taken;
            let (next, time) = FREED
                .wait_timeout(state, interval())
                .unwrap_or_else(PoisonError::into_inner);
            state = next;
            if time.timed_out() && state.held && state.taken == taken {
                ask(LET_GO, true);
            }
        }
        state.waiting -= 1;
    }
    state.held = true;
    state.taken += 1;
    MINE.set(true);
    ask(LET_GO, false);
    drop(state);
    TAKEN.notify_all();
    waits
}

/// The trace has it that this thread waits for the lock, unless all are to end.
fn seen_waiting() {
    if asked() & STOP == 0 {
        events::emit(What::Wait { on: name() });
    }
}

/// Gives the lock back; nothing where this thread has it not. Says whether it had it.
pub(super) fn give() -> bool {
    if !MINE.replace(false) {
        return false;
    }
    lock(&STATE).held = false;
    FREED.notify_one();
    true
}

/// Lets another thread have its turn, where one waits: gives the lock, waits until it was taken,
/// and takes it again. Says whether there was one.
pub(super) fn let_go() -> bool {
    let mut state = lock(&STATE);
    ask(LET_GO, false);
    if !MINE.get() || state.waiting == 0 {
        return false;
    }
    state.held = false;
    MINE.set(false);
    let before = state.taken;
    FREED.notify_one();
    seen_waiting();
    while state.taken == before && state.waiting > 0 {
        state = TAKEN.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    drop(state);
    take();
    true
}
