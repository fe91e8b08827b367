//! A run, from its first thread to the last that has ended; and a search, which is many.

use super::turns::wait_for_turn;
use super::{
    ACTIVE, AGAIN, Ask, BOUND, CHECKS, EXPLORING, ME, NEWS, NOBODY, OF_RUN, OVER, One, PASSED,
    QUIET, RECORDING, RUN, Rest, SAME, STARTED, STATE, STEPS, State, TURN, is_lost,
};
use crate::explore::{How, Stop};
use crate::platform::{clock, lock};
use crate::python::{Raised, checks, gil, waits};
use rustpython_vm::VirtualMachine;
use std::sync::atomic::Ordering;
use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

/// A number for a thread that is to start.
pub(in crate::python::explore) fn enlist(name: &str, is_daemon: bool) -> u32 {
    let me = ME.get();
    let mut state = lock(&STATE);
    let number = state.threads.len() as u32;
    let starter = state.threads.get(me as usize).is_some().then_some(me);
    state.threads.push(One {
        name: name.into(),
        is_daemon,
        is_alive: true,
        pending: None,
        granted: None,
        wake: Arc::default(),
        starter,
        has_slept: false,
        objects: 0,
        made: 0,
        after_end: 0,
        holds: Vec::new(),
    });
    if starter.is_some() {
        STARTED.store(true, Ordering::Relaxed);
    }
    state.set_active();
    number
}

/// A thread could not be started.
pub(in crate::python::explore) fn forget(number: u32) {
    let mut state = lock(&STATE);
    let one = &mut state.threads[number as usize];
    one.is_alive = false;
    one.starter = None;
    state.set_active();
}

/// Waits until a thread that was started stands before its first step.
pub(in crate::python::explore) fn wait_for_start(vm: &VirtualMachine) {
    let me = ME.get() as usize;
    wait_for_turn(me, vm);
    lock(&STATE).took_turn(me);
}

/// This thread of the farm is one of the run's, from here on.
pub(in crate::python::explore) fn enter(number: u32) {
    ME.set(number);
    OF_RUN.set(RUN.load(Ordering::Relaxed));
    PASSED.set(true);
    NEWS.set(0);
    TURN.set(0);
    STEPS.set(0);
    QUIET.set(0);
    CHECKS.set(0);
    SAME.set(0);
}

/// It has ended.
pub(in crate::python::explore) fn leave() {
    let me = ME.replace(NOBODY);
    if is_lost() {
        return;
    }
    let mut state = lock(&STATE);
    let one = &mut state.threads[me as usize];
    one.is_alive = false;
    one.pending = None;
    let starter = one.starter.take();
    state.set_active();
    match starter {
        Some(starter) if state.over.is_none() => state.grant(starter, How::Step),
        _ => state.decide(),
    }
}

/// What has ended a thread.
pub(in crate::python::explore) fn raised(raised: Raised, text: &str) {
    let mut state = lock(&STATE);
    state.rest.stderr.push_str(text);
    if ME.get() == 0 {
        state.rest.exit = 1;
        state.rest.exception = Some(raised);
    } else {
        state.rest.thread_exceptions.push(raised);
    }
}

/// The main thread has ended itself with a status.
pub(in crate::python::explore) fn exits(status: u8, text: &str) {
    let mut state = lock(&STATE);
    state.rest.exit = status;
    state.rest.stderr.push_str(text);
}

/// A search begins.
pub(in crate::python::explore) fn begin_search(is_bound: bool) {
    forget_all();
    EXPLORING.store(true, Ordering::Relaxed);
    BOUND.store(is_bound, Ordering::Relaxed);
    AGAIN.store(false, Ordering::Relaxed);
    gil::ask(gil::EXPLORES, true);
    checks::look_at_calls(is_bound);
}

/// It is over.
pub(in crate::python::explore) fn end_search() {
    gil::ask(gil::EXPLORES, false);
    checks::look_at_calls(false);
    EXPLORING.store(false, Ordering::Relaxed);
    ACTIVE.store(false, Ordering::Relaxed);
    RECORDING.store(false, Ordering::Relaxed);
    forget_all();
}

/// What is dropped may look here: so it is dropped when the lock no longer is held.
pub(super) fn forget_all() {
    let _before = std::mem::take(&mut *lock(&STATE));
}

/// A run begins; its main thread is to be started.
pub(in crate::python::explore) fn begin_run(ask: Ask, deadline_us: f64, is_recorded: bool) {
    let mut state = lock(&STATE);
    let why = std::mem::take(&mut state.why);
    let run = RUN.load(Ordering::Relaxed) + 1;
    let before = std::mem::replace(
        &mut *state,
        State {
            ask: Some(ask),
            deadline_us,
            why,
            run,
            ..State::default()
        },
    );
    RUN.store(run, Ordering::Relaxed);
    STARTED.store(false, Ordering::Relaxed);
    ACTIVE.store(false, Ordering::Relaxed);
    RECORDING.store(is_recorded, Ordering::Relaxed);
    drop(state);
    // What is dropped may look here.
    drop(before);
}

/// So long after its end a run is waited for whose threads wait for what is not the search's, and so long once more.
pub(super) const PATIENCE: Duration = Duration::from_millis(500);

/// Waits for the end of the run: why it ended, and what it has left.
pub(in crate::python::explore) fn wait_for_end() -> (Stop, Rest) {
    let mut state = lock(&STATE);
    while state.alive() > 0 {
        let left_us = state.deadline_us - clock::now_us();
        state = match state.over {
            None if left_us.is_finite() => {
                let left = Duration::from_secs_f64(left_us.max(0.0) / 1e6) + PATIENCE;
                wait_at_most(state, left)
            }
            _ => OVER.wait(state).unwrap_or_else(PoisonError::into_inner),
        };
        if state.alive() > 0 && state.over.is_none() && clock::now_us() > state.deadline_us {
            state = give_up(state);
        }
    }
    state.ask = None;
    ACTIVE.store(false, Ordering::Relaxed);
    let stop = state.over.unwrap_or(Stop::Finished);
    let threads = state.threads.iter().map(|one| one.name.clone()).collect();
    let rest = std::mem::take(&mut state.rest);
    (stop, Rest { threads, ..rest })
}

pub(super) fn wait_at_most(state: MutexGuard<'_, State>, most: Duration) -> MutexGuard<'_, State> {
    let waited = OVER.wait_timeout(state, most);
    waited.unwrap_or_else(PoisonError::into_inner).0
}

/// Ends a run in which a thread waits, with the baton, for what is not the search's: all that waits is told, and who does not hear
/// it is left behind.
pub(super) fn give_up(mut state: MutexGuard<'_, State>) -> MutexGuard<'_, State> {
    let holder = state
        .threads
        .iter()
        .find(|one| one.is_alive && one.pending.is_none());
    let name = holder.map_or_else(|| "a thread".into(), |one| one.name.clone());
    state.why.insert(format!(
        "{name} does in one step what takes too long, or waits for what the search does not control"
    ));
    state.over = Some(Stop::Left);
    state.set_active();
    drop(state);
    waits::wake_all();
    let mut state = lock(&STATE);
    let until_us = clock::now_us() + PATIENCE.as_secs_f64() * 1e6;
    while state.alive() > 0 && clock::now_us() < until_us {
        state = wait_at_most(state, PATIENCE);
    }
    if state.alive() > 0 {
        RUN.fetch_add(1, Ordering::Relaxed);
        state
            .threads
            .iter_mut()
            .for_each(|one| one.is_alive = false);
    }
    state
}
