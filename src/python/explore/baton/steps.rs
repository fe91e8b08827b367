//! What a step may do to what threads share.

use super::turns::arrive;
use super::{ME, Need, State, Sync, is_recording};
use crate::explore::{Object, Stop, Touch};
use crate::python::explore::Step;
use crate::python::explore::point::Point;
use rustpython_vm::{PyResult, VirtualMachine};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// What a step may change.
pub(in crate::python::explore) struct Shared<'a>(pub(super) &'a mut State);

impl Shared<'_> {
    pub fn sync(&mut self, sync: usize) -> &mut Sync {
        &mut self.0.syncs[sync]
    }

    /// The step did nothing but read; or what it did is undone where the same comes again.
    pub fn read(&mut self, value: impl Hash) {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        self.0.read = Some(hasher.finish());
    }

    pub fn ticket(&mut self) -> u64 {
        self.0.tickets += 1;
        self.0.tickets
    }

    pub fn slept(&mut self, until_s: f64) {
        self.0.now_s = self.0.now_s.max(until_s);
        self.0.threads[ME.get() as usize].has_slept = true;
    }

    pub fn passes(&mut self, seconds: f64) {
        self.0.now_s += seconds.clamp(0.0, 1e9);
    }

    pub fn takes(&mut self, sync: usize) {
        let me = ME.get();
        let this = &mut self.0.syncs[sync];
        if this.kind.contains("Queue") || this.is_signal {
            return;
        }
        this.holders.push(me);
        self.0.threads[me as usize].holds.push(sync);
    }

    pub fn gives(&mut self, sync: usize) {
        let me = ME.get();
        let this = &mut self.0.syncs[sync];
        let own = this.holders.iter().rposition(|holder| *holder == me);
        let given = match own {
            Some(at) => vec![this.holders.remove(at)],
            None => {
                // A lock that another has taken is free now; a semaphore was never one.
                this.is_signal = this.kind.contains("Semaphore");
                std::mem::take(&mut this.holders)
            }
        };
        for holder in given {
            let holds = &mut self.0.threads[holder as usize].holds;
            if let Some(at) = holds.iter().rposition(|one| *one == sync) {
                holds.remove(at);
            }
        }
    }

    pub fn prints(&mut self, is_error: bool, text: &str) {
        match is_error {
            true => self.0.rest.stderr.push_str(text),
            false => self.0.rest.stdout.push_str(text),
        }
    }

    pub fn ends_with(&mut self, status: u8) {
        self.0.rest.exit = status;
        self.0.rest.exception = None;
        self.0.over = Some(Stop::Finished);
        self.0.set_active();
    }

    /// Writes the step down.
    pub fn record(&mut self, make: impl FnOnce(&dyn Fn(usize) -> String) -> Step) {
        if !is_recording() {
            return;
        }
        let is_step = self.0.alive() > 1;
        let state = &*self.0;
        let recorded = make(&|sync| state.called(sync));
        let recorded = Step {
            thread: ME.get(),
            holds: state.threads[ME.get() as usize]
                .holds
                .iter()
                .map(|sync| state.called(*sync))
                .collect(),
            waits_for: state.waits(),
            ..recorded
        };
        match is_step {
            true => self.0.rest.steps.push(recorded),
            // It was to be one when the other thread ended.
            false if !self.0.rest.steps.is_empty() => self.0.rest.aside.push(recorded),
            false => {}
        }
    }
}

/// A step of the program itself on an object.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(in crate::python::explore) fn step(
    vm: &VirtualMachine,
    point: &Arc<Point>,
    object: Object,
    writes: bool,
) -> PyResult<()> {
    step_on(vm, point, vec![object], writes)
}

/// The same on several.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(in crate::python::explore) fn step_on(
    vm: &VirtualMachine,
    point: &Arc<Point>,
    objects: Vec<Object>,
    writes: bool,
) -> PyResult<()> {
    let object = objects.first().copied().unwrap_or_default();
    let touches = objects.into_iter();
    let touches = touches.map(|object| Touch { object, writes }).collect();
    arrive(vm, touches, Need::Nothing, false, |shared, _| {
        if !writes {
            shared.read(0);
        }
        shared.record(|_| {
            let (operation, name) = point.told();
            Step {
                file: point.file.to_string(),
                line: point.line,
                column: point.column,
                end_column: point.end_column,
                operation: operation.into(),
                object: name,
                number: object,
                writes,
                is_tested: point.is_tested,
                point: Arc::as_ptr(point) as usize,
                ..Step::default()
            }
        });
    })
}
