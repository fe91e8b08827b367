//! What something is called in the program that waits for it.
//!
//! A wait within the library, as that of `Queue.get`, is named after the object whose method the
//! program called; one of the program's own, as that of `lock.acquire`, after the lock itself. Its
//! name is that of the variable or attribute that holds it.

use super::own::is_of_library;
use rustpython_vm::builtins::PyDict;
use rustpython_vm::{AsObject, PyObject, PyObjectRef, VirtualMachine};

/// What the program waits for that now waits for `object`, in words.
pub(super) fn of_wait(object: &PyObject, vm: &VirtualMachine) -> String {
    found(object, vm).unwrap_or_else(|| of_kind(object, vm))
}

fn of_kind(object: &PyObject, vm: &VirtualMachine) -> String {
    let class = object.class().name().to_string();
    let kind = match class.as_str() {
        "lock" => "Lock",
        "_ThreadHandle" => return "a thread to end".into(),
        "_PySimpleQueue" => "SimpleQueue",
        "SemLock" => "Lock",
        other => other,
    };
    match object
        .get_attr("_made_at", vm)
        .ok()
        .and_then(|line| line.try_to_value::<u32>(vm).ok().filter(|line| *line > 0))
    {
        Some(line) => format!("{kind} of line {line}"),
        None if kind.starts_with(['A', 'E', 'I', 'O', 'U']) => format!("an {kind}"),
        None => format!("a {kind}"),
    }
}

fn found(object: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let mut frame: PyObjectRef = vm.current_frame()?.into();
    let mut of_library: Option<PyObjectRef> = None;
    let mut method = String::new();
    // The innermost frame of the program's own, and the object whose method it called.
    while is_of_library(&file_of(&frame, vm)?) {
        let locals = frame.get_attr("f_locals", vm).ok()?;
        if let Ok(this) = locals.get_item("self", vm) {
            // What a thread waits for before it runs the program, and after, is not itself.
            if !(is_thread(&this, vm) && of_library.is_some() && is_begun_by_library(&frame, vm)) {
                of_library = Some(this);
                method = name_of(&frame, vm).unwrap_or_default();
            }
        }
        let back = frame.get_attr("f_back", vm).ok()?;
        if vm.is_none(&back) {
            return of_library.map(|this| called(&this, vm));
        }
        frame = back;
    }
    let object = of_library.unwrap_or_else(|| object.to_owned());
    if is_thread(&object, vm) {
        let what = if method == "start" { "start" } else { "end" };
        return Some(format!("{} to {what}", called(&object, vm)));
    }
    let locals = frame.get_attr("f_locals", vm).ok()?;
    let globals = frame.get_attr("f_globals", vm).ok()?;
    let name = name_in(&locals, &object, vm)
        .or_else(|| {
            let this = locals.get_item("self", vm).ok()?;
            let attributes = this.get_attr("__dict__", vm).ok()?;
            Some(format!("self.{}", name_in(&attributes, &object, vm)?))
        })
        .or_else(|| name_in(&globals, &object, vm));
    Some(match name {
        Some(name) => name,
        None => called(&object, vm),
    })
}

fn is_thread(object: &PyObject, vm: &VirtualMachine) -> bool {
    object.get_attr("_bootstrap_inner", vm).is_ok()
}

/// Whether a frame of a thread's is not of a method that the program called.
fn is_begun_by_library(frame: &PyObject, vm: &VirtualMachine) -> bool {
    name_of(frame, vm).is_some_and(|name| name.starts_with("_bootstrap") || name == "run")
}

/// What the function of a frame is called.
fn name_of(frame: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let code = frame.get_attr("f_code", vm).ok()?;
    let name = code.get_attr("co_name", vm).ok()?;
    Some(name.str(vm).ok()?.to_string())
}

/// A thread by its own name, anything else by its kind.
fn called(object: &PyObject, vm: &VirtualMachine) -> String {
    match object.get_attr("_name", vm) {
        Ok(name)
            if object.get_attr("_target", vm).is_ok() || name.class().name().contains("str") =>
        {
            name.str(vm)
                .map_or_else(|_| of_kind(object, vm), |name| name.to_string())
        }
        _ => of_kind(object, vm),
    }
}

fn file_of(frame: &PyObject, vm: &VirtualMachine) -> Option<String> {
    let code = frame.get_attr("f_code", vm).ok()?;
    let file = code.get_attr("co_filename", vm).ok()?;
    Some(file.str(vm).ok()?.to_string())
}

/// Whether it is this very object, or a lock of `multiprocessing` that has it for what is waited for.
fn is_or_wraps(value: &PyObject, object: &PyObject, vm: &VirtualMachine) -> bool {
    let wraps = || {
        let attributes = value.dict()?;
        attributes.get_item_opt("_semlock", vm).ok()?
    };
    value.is(object)
        || object.class().name().contains("SemLock")
            && wraps().is_some_and(|inner| inner.is(object))
}

/// Under which name a dictionary of names holds this very object.
fn name_in(names: &PyObject, object: &PyObject, vm: &VirtualMachine) -> Option<String> {
    if let Some(dict) = names.downcast_ref::<PyDict>() {
        return dict
            .into_iter()
            .find(|(_, value)| is_or_wraps(value, object, vm))
            .and_then(|(name, _)| Some(name.str(vm).ok()?.to_string()));
    }
    // Of a function's frame, a view of its variables.
    let items = vm.call_method(names, "items", ()).ok()?;
    let items: Vec<PyObjectRef> = items.try_to_value(vm).ok()?;
    items.into_iter().find_map(|item| {
        let pair: Vec<PyObjectRef> = item.try_to_value(vm).ok()?;
        let [name, value] = pair.as_slice() else {
            return None;
        };
        match is_or_wraps(value, object, vm) {
            true => Some(name.str(vm).ok()?.to_string()),
            false => None,
        }
    })
}
