//! Steps written down: what they were about, by the names that the program has for it, and who waits for what.

use super::{ME, NOBODY, Need, STATE, State, has_started, is_active, is_quiet, is_recording};
use crate::explore::Object;
use crate::platform::lock;
use crate::python::explore::point::Point;
use crate::python::explore::values;
use crate::python::explore::{Step, Wait};
use rustpython_vm::builtins::PyDict;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, VirtualMachine};
use std::sync::Arc;

impl State {
    pub(super) fn tell_waits(&mut self) {
        self.rest.waits_for = self.waits();
    }

    /// Who waits for what, and who has that.
    pub(super) fn waits(&self) -> Vec<Wait> {
        let name = |number: u32| self.threads[number as usize].name.clone();
        let mut waits = Vec::new();
        for (number, one) in self.threads.iter().enumerate() {
            let Some(pending) = one.pending.as_ref().filter(|_| one.is_alive) else {
                continue;
            };
            if self.is_met(pending.need) {
                continue;
            }
            let (what, held_by) = match pending.need {
                Need::End(thread) => (
                    format!("{} to end", self.threads[thread as usize].name),
                    Some(thread),
                ),
                Need::Woken(condition, ticket, lock) => {
                    match self.syncs[condition].woken.contains(&ticket) {
                        true => (self.called(lock), self.syncs[lock].held_by()),
                        false => (self.called(condition), None),
                    }
                }
                Need::Some(sync) | Need::Room(sync, _) | Need::Done(sync) | Need::All(sync, ..) => {
                    (self.called(sync), self.syncs[sync].held_by())
                }
                Need::Nothing => continue,
            };
            waits.push(Wait {
                thread: number as u32,
                name: one.name.clone(),
                what,
                held_by: held_by.map(name),
                file: pending.stands.0.clone(),
                line: pending.stands.1,
            });
        }
        waits
    }

    /// What the program calls it: a global, an attribute or item of one, else its kind.
    pub(super) fn called(&self, sync: usize) -> String {
        let this = &self.syncs[sync];
        let found = this.of.as_deref().and_then(|object| self.name_of(object));
        found.unwrap_or_else(|| format!("a {}", this.kind))
    }

    pub(super) fn name_of(&self, object: &PyObject) -> Option<String> {
        let mut all = self.globals.iter();
        all.find_map(|globals| name_in(globals.downcast_ref::<PyDict>()?, object))
    }
}

/// Under which name a module has an object: itself, or as a part of what it has.
pub(super) fn name_in(names: &Py<PyDict>, object: &PyObject) -> Option<String> {
    let text = |name: &PyObject| {
        let name = name.downcast_ref::<rustpython_vm::builtins::PyStr>()?;
        Some(name.to_string_lossy().into_owned())
    };
    let is_hidden = |name: &str| name.starts_with("__");
    let all: Vec<(String, PyObjectRef)> = names
        .into_iter()
        .filter_map(|(name, value)| Some((text(&name)?, value)))
        .filter(|(name, _)| !is_hidden(name))
        .collect();
    if let Some((name, _)) = all.iter().find(|(_, value)| value.is(object)) {
        return Some(name.clone());
    }
    all.iter().find_map(|(name, value)| {
        if let Some(list) = value.downcast_ref::<rustpython_vm::builtins::PyList>() {
            let at = list.borrow_vec().iter().position(|one| one.is(object))?;
            return Some(format!("{name}[{at}]"));
        }
        if let Some(dict) = value.downcast_ref::<PyDict>() {
            let (key, _) = dict.into_iter().find(|(_, one)| one.is(object))?;
            return Some(format!("{name}[{:?}]", text(&key)?));
        }
        let dict = value.dict()?;
        let (attribute, _) = dict.into_iter().find(|(_, one)| one.is(object))?;
        let attribute = text(&attribute)?;
        // A condition's own lock is taken and given back by its name.
        Some(match attribute.as_str() {
            "_lock" => name.clone(),
            _ => format!("{name}.{}", attribute.trim_start_matches("_explore_")),
        })
    })
}

/// Whether what this thread writes is written down beside the steps: no other is alive any more.
pub(in crate::python::explore) fn is_written_aside() -> bool {
    is_recording() && has_started() && !is_active() && ME.get() != NOBODY && !is_quiet()
}

/// The number of an object that two threads have touched.
pub(in crate::python::explore) fn known_to_be_shared(object: &PyObject) -> Option<Object> {
    let state = lock(&STATE);
    let touched = state.touched.get(&object.get_id())?;
    touched.is_shared.then_some(Object(touched.number))
}

/// So many writes are written down at most.
const MOST_ASIDE: usize = 100;

/// A write that comes when no other thread is alive any more.
pub(in crate::python::explore) fn write_aside(point: &Arc<Point>, number: Object) {
    let mut state = lock(&STATE);
    if state.alive() > 1 || state.rest.steps.is_empty() || state.rest.aside.len() >= MOST_ASIDE {
        return;
    }
    state.rest.aside.push(Step {
        thread: ME.get(),
        line: point.line,
        operation: "write".into(),
        number,
        writes: true,
        ..Step::default()
    });
}

/// The last step was about this object, or a part of it.
pub(in crate::python::explore) fn about(point: &Arc<Point>, object: &PyObject, part: &str) {
    let me = ME.get();
    let mut state = lock(&STATE);
    if state.alive() < 2 {
        return;
    }
    let name = state
        .name_of(object)
        .unwrap_or_else(|| format!("<{}>", object.class().name()));
    if let Some(last) = state.rest.steps.last_mut()
        && last.thread == me
        && last.point == Arc::as_ptr(point) as usize
    {
        last.object = name + part;
    }
}

/// What the last step has read, or written.
pub(in crate::python::explore) fn value(
    point: &Arc<Point>,
    before: Option<&PyObject>,
    after: Option<&PyObject>,
    vm: &VirtualMachine,
) {
    let text = |value: Option<&PyObject>| value.and_then(|value| values::shown(value, vm));
    let (before, after) = (text(before), text(after));
    shown(point, before, after);
}

pub(in crate::python::explore) fn shown(
    point: &Arc<Point>,
    before: Option<String>,
    after: Option<String>,
) {
    let me = ME.get();
    let mut state = lock(&STATE);
    if state.alive() < 2 {
        return;
    }
    if let Some(last) = state.rest.steps.last_mut()
        && last.thread == me
        && last.point == Arc::as_ptr(point) as usize
    {
        last.before = before.or(last.before.take());
        last.after = after;
    }
}
