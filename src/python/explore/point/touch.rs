//! What an operation touches: an object that another thread touches too is a step, any other is none.

use super::calls::BuiltIn;
use super::variable::{Variable, read_global, write_global};
use super::{Name, Point, about_item};
use crate::explore::Object;
use crate::python::explore::{baton, values};
use rustpython_vm::builtins::{PyDict, PyFunction, PyList, PyModule, PySet, PyTuple, PyType};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};
use std::sync::Arc;

/// The variable that a function never called refers to.
pub(super) fn cell(
    point: &Arc<Point>,
    closure: &PyObject,
    written: Option<&PyObject>,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        if written.is_some() {
            baton::news();
        }
        if !baton::is_written_aside() {
            return Ok(());
        }
    }
    let Some(variable) = closure
        .downcast_ref::<PyFunction>()
        .and_then(|function| function.as_object().get_attr("__closure__", vm).ok())
        .and_then(|cells| cells.downcast::<PyTuple>().ok())
        .and_then(|cells| cells.as_slice().first().cloned())
    else {
        return Ok(());
    };
    let held = || variable.get_attr("cell_contents", vm).ok();
    step_at(point, &variable, None, written.is_some(), vm)?;
    if baton::is_recording() {
        match written {
            Some(value) => baton::value(point, held().as_deref(), Some(value), vm),
            None => baton::value(point, None, held().as_deref(), vm),
        }
    }
    Ok(())
}

/// The number of an object's attribute, or of all that is in it.
fn numbered(Object(number): Object, part: Option<Name>) -> Object {
    let attribute = part.map_or(0, |part| part.as_object().get_id() as u64);
    Object(number.wrapping_add(attribute.wrapping_mul(0x9e37_79b9_7f4a_7c15)) >> 1)
}

/// A step on an object that another thread touches too, and none on any other.
pub(super) fn step_at(
    point: &Arc<Point>,
    object: &PyObject,
    part: Option<Name>,
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !baton::is_active() {
        if writes
            && baton::is_written_aside()
            && let Some(shared) = baton::known_to_be_shared(object)
        {
            baton::write_aside(point, numbered(shared, part));
        }
        return Ok(());
    }
    let whole = object;
    match baton::shared(point, object) {
        Some(shared) => {
            baton::step(vm, point, numbered(shared, part), writes)?;
            if baton::is_recording() {
                let part = part.map_or_else(String::new, |part| format!(".{part}"));
                baton::about(point, whole, &part);
            }
            Ok(())
        }
        None => {
            if writes {
                baton::news();
            }
            Ok(())
        }
    }
}

/// What holds others, where that is one: it, or what a view of it is of.
pub(super) fn container_of(object: &PyObject, vm: &VirtualMachine) -> Option<PyObjectRef> {
    let is_container = object.downcast_ref::<PyList>().is_some()
        || object.downcast_ref::<PyDict>().is_some()
        || object.downcast_ref::<PySet>().is_some()
        || values::is_bytearray(object, vm)
        || values::is_changed_by_methods(object, vm);
    if is_container {
        return Some(object.to_owned());
    }
    values::is_view(object, vm)
        .then(|| baton::behind(object))
        .flatten()
}

/// A step on what holds others, and none on anything else.
pub(super) fn touch_container(
    point: &Arc<Point>,
    object: &PyObject,
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    touch_if(point, object, writes, |_, _| false, vm)
}

/// The same for what has items: what is built in and can change.
pub(super) fn touch_items(
    point: &Arc<Point>,
    object: &PyObject,
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    touch_if(point, object, writes, values::has_items_that_change, vm)
}

/// A step on what holds others, and on what else `is_one`.
fn touch_if(
    point: &Arc<Point>,
    object: &PyObject,
    writes: bool,
    is_one: fn(&PyObject, &VirtualMachine) -> bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    if !(baton::is_active() || writes && baton::is_written_aside()) {
        return Ok(());
    }
    match container_of(object, vm) {
        Some(container) => step_at(point, &container, None, writes, vm),
        None if is_one(object, vm) => step_at(point, object, None, writes, vm),
        None => Ok(()),
    }
}

/// The object whose attribute of this name another thread could change; `None` where that is a method, a property, or
/// of something that nobody changes.
pub(super) fn attribute_of(
    object: &PyObject,
    name: Name,
    vm: &VirtualMachine,
) -> Option<PyObjectRef> {
    let class = object.class();
    if object.downcast_ref::<PyModule>().is_some() {
        return None;
    }
    if let Some(class) = object.downcast_ref::<PyType>() {
        return match class.get_attr(name) {
            Some(value) if values::is_code(&value, vm) => None,
            _ if values::is_built_in(class) => None,
            _ => Some(object.to_owned()),
        };
    }
    if values::is_local(class) {
        return None;
    }
    let of_class = class.get_attr(name);
    if let Some(dict) = object.dict() {
        let is_data = of_class
            .as_ref()
            .is_some_and(|value| values::is_descriptor_of_data(value, vm));
        if !is_data && dict.get_item_opt(name, vm).ok()?.is_some() {
            return Some(object.to_owned());
        }
    }
    match of_class {
        Some(value) if values::is_slot(&value, vm) => Some(object.to_owned()),
        Some(value) if values::is_code(&value, vm) => None,
        // It is the class's, and written there.
        Some(_) => class
            .mro_collect()
            .into_iter()
            .find(|class| class.get_direct_attr(name).is_some())
            .map(Into::into),
        None if object.dict().is_some() => Some(object.to_owned()),
        None => None,
    }
}

pub(super) fn attribute(
    point: &Arc<Point>,
    object: &PyObject,
    name: Name,
    is_value: bool,
    vm: &VirtualMachine,
) -> PyResult {
    if !baton::is_exploring() {
        return object.get_attr(name, vm);
    }
    if (is_value || baton::is_active())
        && !values::is_view(object, vm)
        && let Some(container) = container_of(object, vm)
        // An attribute of its own is as that of any other object.
        && (values::is_built_in(object.class()) || attribute_of(object, name, vm).is_none())
    {
        let method = object.get_attr(name, vm)?;
        if !values::is_built_in_method(&method, vm) && !values::is_method_of_library(&method, vm) {
            return Ok(method);
        }
        return Ok(BuiltIn {
            point: point.clone(),
            function: method,
            of: Some((container, !values::only_reads(name.as_str()))),
        }
        .into_pyobject(vm));
    }
    if baton::is_active()
        && let Some(variable) = Variable::in_module(object, name, vm)
    {
        let held = || object.get_attr(name, vm).ok();
        read_global(point, &variable, held, vm)?;
        return object.get_attr(name, vm);
    }
    if baton::is_active()
        && let Some(shared) = attribute_of(object, name, vm)
    {
        step_at(point, &shared, Some(name), false, vm)?;
        let value = object.get_attr(name, vm)?;
        if baton::is_recording() {
            baton::value(point, None, Some(&value), vm);
        }
        return Ok(value);
    }
    let value = object.get_attr(name, vm)?;
    if !is_value
        && baton::is_active()
        && (values::is_built_in_method(&value, vm) || values::is_method_of_library(&value, vm))
    {
        return Ok(BuiltIn {
            point: point.clone(),
            function: value,
            of: None,
        }
        .into_pyobject(vm));
    }
    Ok(value)
}

pub(super) fn set_attribute(
    point: &Arc<Point>,
    object: &PyObject,
    name: Name,
    value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    if let Some(variable) = Variable::in_module(object, name, vm) {
        let held = || object.get_attr(name, vm).ok();
        write_global(point, &variable, held, Some(value), vm)?;
    } else if (baton::is_active() || baton::is_written_aside())
        && !values::is_local(object.class())
        && !object
            .class()
            .get_attr(name)
            .is_some_and(|of_class| values::is_property(&of_class, vm))
    {
        step_at(point, object, Some(name), true, vm)?;
        if baton::is_recording() {
            // None of the program's functions is called for it.
            let before = object
                .dict()
                .and_then(|held| held.get_item_opt(name, vm).ok()?);
            baton::value(point, before.as_deref(), Some(value), vm);
        }
    }
    object.set_attr(name, value.to_owned(), vm)?;
    Ok(vm.ctx.none())
}

pub(super) fn set_item(
    point: &Arc<Point>,
    object: &PyObject,
    key: &PyObject,
    value: &PyObject,
    vm: &VirtualMachine,
) -> PyResult {
    touch_items(point, object, true, vm)?;
    if baton::is_recording() {
        about_item(point, object, key, vm);
        let before = match object.downcast_ref::<PyDict>() {
            Some(dict) => dict.get_item_opt(key, vm).ok().flatten(),
            None if object.downcast_ref::<PyList>().is_some() => object.get_item(key, vm).ok(),
            None => None,
        };
        baton::value(point, before.as_deref(), Some(value), vm);
    }
    object.set_item(key, value.to_owned(), vm)?;
    Ok(vm.ctx.none())
}

/// One step on all of these that another thread touches too.
pub(super) fn step_on_all(
    point: &Arc<Point>,
    objects: &[PyObjectRef],
    writes: bool,
    vm: &VirtualMachine,
) -> PyResult<()> {
    // As they are numbered where they are touched alone.
    let shared: Vec<Object> = objects
        .iter()
        .filter_map(|object| Some(numbered(baton::shared(point, object)?, None)))
        .collect();
    if shared.len() < objects.len() && writes {
        baton::news();
    }
    if let Some(first) = objects.first()
        && !shared.is_empty()
    {
        baton::step_on(vm, point, shared, writes)?;
        if baton::is_recording() {
            baton::about(point, first, "");
        }
    }
    Ok(())
}
