//! Loops in which a thread waits for another, and how far it has come in them: what it stands before, as a number.

use super::turns::lose;
use super::{
    ACTIVE, CHECKS, ENDLESS, ME, MOST_SAME, NEWS, NOBODY, PASSED, SAME, STATE, STEPS, TURN,
    TURN_NEWS, is_active, is_lost, is_to_begin_again, left,
};
use crate::explore::Stop;
use crate::platform::{clock, lock};
use crate::python::life;
use rustpython_vm::frame::current_thread_iframe;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::Ordering;

/// A turn of a loop whose end depends on what others do: its variables tell whether it has come further.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(in crate::python::explore) fn turn(vm: &VirtualMachine) -> PyResult<()> {
    if !is_active() {
        return Ok(());
    }
    let now = (variables(vm), NEWS.get());
    SAME.set(match now == (TURN.get(), TURN_NEWS.get()) {
        true => SAME.get() + 1,
        false => 0,
    });
    TURN.set(now.0);
    TURN_NEWS.set(now.1);
    STEPS.set(0);
    // It has found by now what it goes around for, and nobody was known to change.
    if SAME.get() == 2 * MOST_SAME && is_to_begin_again() {
        let mut state = lock(&STATE);
        state.over.get_or_insert(Stop::Left);
        state.set_active();
        return state.go_on_after_end(ME.get(), vm);
    }
    Ok(())
}

/// Such a loop begins: what it finds before its first turn is what it may find again.
pub(in crate::python::explore) fn enter_loop(vm: &VirtualMachine) {
    if is_active() {
        TURN.set(variables(vm));
        TURN_NEWS.set(NEWS.get());
        STEPS.set(0);
    }
}

/// Whether this thread goes around and around without a step: what it looks at is shared then, though nobody was seen to write it.
pub(in crate::python::explore) fn goes_around() -> bool {
    SAME.get() > MOST_SAME
}

/// The variables of the function that runs, as a number.
pub(super) fn variables(vm: &VirtualMachine) -> u64 {
    let mut hasher = DefaultHasher::new();
    let Some(frame) = vm.current_frame() else {
        return 0;
    };
    let Ok(names) = frame.locals(vm) else {
        return 0;
    };
    let names: PyObjectRef = names.into();
    // A module's are its globals, which are looked at where they are read.
    if names.is(frame.iframe().globals()) {
        return 0;
    }
    let values = vm.call_method(&names, "values", ());
    if let Ok(values) = values.and_then(|values| values.try_to_value::<Vec<PyObjectRef>>(vm)) {
        for value in values {
            value.get_id().hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Where this thread stands, with all that is its own.
pub(super) fn place() -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut frame = current_thread_iframe();
    while !frame.is_null() {
        // SAFETY: frames of this thread, which are below what runs now.
        let this = unsafe { &*frame };
        this.code().get_id().hash(&mut hasher);
        this.get_lasti().hash(&mut hasher);
        frame = this.previous();
    }
    // The same place again without a turn is no loop: what is built in has called a function once more.
    STEPS.set(STEPS.get() + 1);
    (NEWS.get(), TURN.get(), STEPS.get()).hash(&mut hasher);
    hasher.finish()
}

/// A place at which CPython with its lock may change threads.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(in crate::python) fn check(vm: &VirtualMachine) -> PyResult<()> {
    PASSED.set(true);
    let me = ME.get();
    if me == NOBODY {
        return Ok(());
    }
    if is_lost() {
        return Err(left(vm));
    }
    let passed = CHECKS.get() + 1;
    CHECKS.set(passed);
    if !passed.is_multiple_of(256) {
        return Ok(());
    }
    let mut state = lock(&STATE);
    if state.over.is_none() {
        if life::is_stopping() {
            state.over = Some(Stop::Left);
        } else if SAME.get() > ENDLESS {
            state.rest.is_endless = true;
            state.over = Some(Stop::Livelock);
        } else if clock::now_us() > state.deadline_us {
            state.over = Some(Stop::Left);
        } else {
            return Ok(());
        }
        ACTIVE.store(true, Ordering::Relaxed);
    }
    if state.is_deaf(me) {
        drop(state);
        lose(me, vm);
    }
    state.go_on_after_end(me, vm)
}
