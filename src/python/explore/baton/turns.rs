//! Whose turn it is: what each thread waits for, who could go on, and the end of a run, which unwinds them one after the other.

use super::loops::place;
use super::steps::Shared;
use super::{
    BOUND, CHECKS, ENDS, ME, MOST_AFTER_END, NOBODY, Need, OVER, One, PASSED, Pending, SAME, STATE,
    State, is_lost, is_recording, left,
};
use crate::explore::{How, Object, State as Can, Stop, Thread, Touch};
use crate::platform::lock;
use crate::python::explore::calls::caller;
use crate::python::life;
use rustpython_vm::{PyResult, VirtualMachine};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

impl State {
    pub(super) fn is_met(&self, need: Need) -> bool {
        match need {
            Need::Nothing => true,
            Need::Some(sync) => self.syncs[sync].value > 0,
            Need::Room(sync, most) => most <= 0 || self.syncs[sync].value < most,
            Need::Done(sync) => self.syncs[sync].other == 0,
            Need::End(thread) => !self.threads[thread as usize].is_alive,
            Need::Woken(condition, ticket, lock) => {
                self.syncs[condition].woken.contains(&ticket) && self.syncs[lock].value > 0
            }
            Need::All(barrier, parties, ticket) => {
                let this = &self.syncs[barrier];
                let round = ticket / parties;
                let are_there = this.arrived >= (round + 1) * parties;
                this.other == 1
                    || round < this.value
                    || this.other != 2 && round == this.value && are_there
            }
        }
    }

    /// Whether a wait may end by its time-out: where it has to take a lock first, only while that is free.
    pub(super) fn may_time_out(&self, pending: &Pending) -> bool {
        match pending.need {
            Need::Woken(condition, ticket, lock) => {
                pending.is_timed
                    && self.syncs[lock].value > 0
                    && !self.syncs[condition].woken.contains(&ticket)
            }
            _ => pending.is_timed,
        }
    }

    pub(super) fn seen(&self) -> Vec<Thread> {
        let alive = self
            .threads
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_alive);
        alive
            .filter_map(|(number, one)| {
                let pending = one.pending.as_ref()?;
                let number = number as u32;
                let is_met = self.is_met(pending.need);
                Some(Thread {
                    number,
                    is_daemon: one.is_daemon,
                    state: match is_met {
                        true if pending.has_slept => Can::Yields,
                        true if pending.is_bound => Can::Bound,
                        true => Can::Ready,
                        false if self.may_time_out(pending) => Can::Timed,
                        false => Can::Blocked,
                    },
                    // It may be its last, and so what who waits for its end waits for.
                    touches: pending
                        .touches
                        .iter()
                        .copied()
                        .chain([Touch {
                            object: Object(ENDS + u64::from(number)),
                            writes: true,
                        }])
                        .collect(),
                    place: pending.place,
                })
            })
            .collect()
    }

    pub(super) fn grant(&mut self, thread: u32, how: How) {
        let one = &mut self.threads[thread as usize];
        one.granted = Some(how);
        one.wake.is_granted.store(true, Ordering::Release);
        one.wake.granted.notify_one();
    }

    pub(super) fn took_turn(&mut self, number: usize) -> How {
        let one = &mut self.threads[number];
        one.wake.is_granted.store(false, Ordering::Relaxed);
        one.granted.take().unwrap_or(How::Step)
    }

    /// Says who goes on: all threads that are alive stand before a step.
    pub(super) fn decide(&mut self) {
        if self.over.is_some() {
            return self.unwind();
        }
        if life::is_stopping() {
            return self.end(Stop::Left);
        }
        let is_left = |one: &One| one.is_alive && !one.is_daemon;
        if !self.threads.iter().any(is_left) {
            return self.end(Stop::Finished);
        }
        let threads = self.seen();
        // One that is alone takes no steps.
        if let [one] = threads.as_slice()
            && self.alive() == 1
        {
            match one.state {
                Can::Ready | Can::Bound | Can::Yields => return self.grant(one.number, How::Step),
                Can::Timed => return self.grant(one.number, How::TimeOut),
                Can::Blocked => {}
            }
        }
        let read = self.read.take();
        let next = match &mut self.ask {
            Some(ask) => ask(&threads, read),
            None => Err(Stop::Left),
        };
        match next {
            Ok((thread, how)) => self.grant(thread, how),
            Err(stop) => {
                if stop == Stop::Deadlock {
                    self.tell_waits();
                }
                self.end(stop);
            }
        }
    }

    pub(super) fn end(&mut self, stop: Stop) {
        self.over = Some(stop);
        self.set_active();
        self.unwind();
    }

    /// Lets the next thread end, one after the other.
    pub(super) fn unwind(&mut self) {
        match self.threads.iter().position(|one| one.is_alive) {
            Some(next) => self.grant(next as u32, How::Step),
            None => OVER.notify_all(),
        }
    }

    /// What a thread does that comes here after the end: it is told again, and again, and then left.
    pub(super) fn go_on_after_end(&mut self, me: u32, vm: &VirtualMachine) -> PyResult<()> {
        self.threads[me as usize].after_end += 1;
        Err(left(vm))
    }

    /// Whether this thread goes on and on after the end.
    pub(super) fn is_deaf(&self, me: u32) -> bool {
        self.threads[me as usize].after_end >= MOST_AFTER_END
    }
}

/// Leaves a thread that does not hear that the run is over: it stands here for ever, and its worker with it.
pub(super) fn lose(me: u32, vm: &VirtualMachine) -> ! {
    let mut state = lock(&STATE);
    state.threads[me as usize].is_alive = false;
    state.decide();
    drop(state);
    vm.allow_threads(|| {
        loop {
            std::thread::park();
        }
    })
}

/// A thread is before a step, and goes on when it is its turn; then `done` is done at once.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(in crate::python::explore) fn arrive<R>(
    vm: &VirtualMachine,
    touches: Vec<Touch>,
    need: Need,
    is_timed: bool,
    done: impl FnOnce(&mut Shared<'_>, How) -> R,
) -> PyResult<R> {
    let me = ME.get();
    // What is dropped after its run, or by a thread that is none of the run's, is nobody's step.
    if me == NOBODY || is_lost() {
        return Err(left(vm));
    }
    let mut state = lock(&STATE);
    if state.over.is_some() {
        if state.is_deaf(me) {
            drop(state);
            lose(me, vm);
        }
        state.go_on_after_end(me, vm)?;
    }
    let is_alone = state.alive() < 2 && state.threads[me as usize].starter.is_none();
    if is_alone && state.is_met(need) {
        return Ok(done(&mut Shared(&mut state), How::Step));
    }
    let number = me as usize;
    let has_slept = std::mem::take(&mut state.threads[number].has_slept);
    state.threads[number].pending = Some(Pending {
        touches,
        need,
        is_timed,
        place: place(),
        stands: if is_recording() {
            caller().place()
        } else {
            Default::default()
        },
        is_bound: BOUND.load(Ordering::Relaxed) && !PASSED.get(),
        has_slept,
    });
    match state.threads[number].starter.take() {
        Some(starter) => state.grant(starter, How::Step),
        None => state.decide(),
    }
    if state.threads[number].granted.is_none() {
        drop(state);
        wait_for_turn(number, vm);
        state = lock(&STATE);
    }
    let how = state.took_turn(number);
    if state.over.is_some() {
        state.go_on_after_end(me, vm)?;
    }
    state.threads[number].pending = None;
    PASSED.set(false);
    CHECKS.set(0);
    SAME.set(0);
    state.read = None;
    Ok(done(&mut Shared(&mut state), how))
}

/// So often a thread looks whether it is its turn before it lets the system wake it, which takes long: most turns are short.
pub(super) const LOOKS: u32 = 2_000;

pub(super) fn wait_for_turn(number: usize, vm: &VirtualMachine) {
    let wake = lock(&STATE).threads[number].wake.clone();
    vm.allow_threads(|| {
        for _ in 0..LOOKS {
            if wake.is_granted.load(Ordering::Acquire) {
                return;
            }
            std::hint::spin_loop();
        }
        let mut state = lock(&STATE);
        while is_lost() || state.threads[number].granted.is_none() {
            state = wake
                .granted
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    });
}
