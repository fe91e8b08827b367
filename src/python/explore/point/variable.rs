//! The globals of a program: names of its modules, which are the same as attributes of those.

use super::{Name, Point};
use crate::explore::Object;
use crate::platform::lock;
use crate::python::explore::baton;
use rustpython_vm::builtins::PyModule;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

/// A name of a module of the program.
#[derive(Debug)]
pub(in crate::python::explore) struct Variable {
    pub name: String,
    pub object: Object,
    is_shared: AtomicBool,
}

/// Those of the program that is searched, by their files and names.
static VARIABLES: LazyLock<Mutex<Variables>> = LazyLock::new(Mutex::default);

type Variables = HashMap<(String, String), Arc<Variable>>;

impl Variable {
    /// The one of this name in a file of the program.
    pub fn of(file: &str, name: &str) -> Arc<Self> {
        let key = (file.to_string(), name.to_string());
        let mut all = lock(&VARIABLES);
        let one = all.entry(key).or_insert_with_key(|key| {
            let mut hasher = DefaultHasher::new();
            key.hash(&mut hasher);
            Arc::new(Self {
                name: name.into(),
                object: Object(hasher.finish() >> 1),
                is_shared: AtomicBool::new(false),
            })
        });
        one.clone()
    }

    /// The search is over.
    pub fn forget_all() {
        lock(&VARIABLES).clear();
    }

    /// The one that an attribute of a module of the program's is.
    pub fn in_module(object: &PyObject, name: Name, vm: &VirtualMachine) -> Option<Arc<Self>> {
        let dict = object.downcast_ref::<PyModule>()?.dict();
        if !baton::is_of_program(dict.as_object()) {
            return None;
        }
        let file = dict.get_item_opt("__file__", vm).ok()??;
        Some(Self::of(
            &file.str(vm).ok()?.to_string_lossy(),
            name.as_str(),
        ))
    }

    /// Whether a thread writes it after the first start of one, as far as is known.
    fn is_shared(&self) -> bool {
        self.is_shared.load(Ordering::Relaxed)
    }
}

/// The globals of the function that runs.
pub(super) fn current_global(variable: &Variable, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let globals = rustpython_vm::frame::current_globals()?;
    globals.get_item_opt(variable.name.as_str(), vm).ok()?
}

/// Before a read of a global; `held` is what it is, where that is to be written down.
pub(super) fn read_global(
    point: &Arc<Point>,
    variable: &Variable,
    held: impl FnOnce() -> Option<PyObjectRef>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        return Ok(());
    }
    if !variable.is_shared() && baton::goes_around() {
        variable.is_shared.store(true, Ordering::Relaxed);
        baton::begin_again();
    }
    if variable.is_shared() {
        baton::step(vm, point, variable.object, false)?;
        if baton::is_recording() {
            baton::value(point, None, held().as_deref(), vm);
        }
    }
    Ok(())
}

/// Before a write of a global.
pub(super) fn write_global(
    point: &Arc<Point>,
    variable: &Variable,
    held: impl FnOnce() -> Option<PyObjectRef>,
    value: Option<&PyObject>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::has_started() {
        return Ok(());
    }
    if !variable.is_shared.swap(true, Ordering::Relaxed) {
        baton::begin_again();
    }
    if baton::is_active() {
        baton::step(vm, point, variable.object, true)?;
        if baton::is_recording() {
            baton::value(point, held().as_deref(), value, vm);
        }
    } else if baton::is_written_aside() {
        baton::write_aside(point, variable.object);
    }
    Ok(())
}
