//! Calls of what is built in, or the library's: each is one step, where it is about something that another thread touches.

use super::Point;
use super::touch::{attribute_of, container_of, step_at, step_on_all};
use crate::python::explore::{baton, values};
use rustpython_vm::class::PyClassImpl;
use rustpython_vm::function::FuncArgs;
use rustpython_vm::protocol::PyIterReturn;
use rustpython_vm::types::{Callable, GetAttr, IterNext, Iterable, Representable, SelfIter};
use rustpython_vm::{Py, PyObject, PyObjectRef, PyPayload, PyResult, VirtualMachine, pyclass};
use std::sync::Arc;

/// What a function that is built in does to what it is given.
pub(super) fn only_looks(name: &str) -> bool {
    matches!(
        name,
        "all"
            | "any"
            | "bytes"
            | "dict"
            | "float"
            | "frozenset"
            | "int"
            | "join"
            | "len"
            | "list"
            | "max"
            | "min"
            | "print"
            | "repr"
            | "reversed"
            | "set"
            | "sorted"
            | "str"
            | "sum"
            | "tuple"
    )
}

/// A call of what is built in, or of the library's: a step where it is given something that another thread touches.
pub(super) fn native(
    point: &Arc<Point>,
    function: &PyObject,
    arguments: FuncArgs,
    vm: &VirtualMachine,
) -> PyResult {
    if !baton::is_active() {
        return function.call(arguments, vm);
    }
    let name = values::name_of(function, vm);
    if let ("getattr" | "hasattr" | "setattr" | "delattr", [object, attribute, ..]) =
        (name.as_str(), arguments.args.as_slice())
        && let Some(attribute) = attribute.downcast_ref::<rustpython_vm::builtins::PyStr>()
    {
        let writes = matches!(name.as_str(), "setattr" | "delattr");
        let attribute = vm.ctx.intern_str(attribute.to_string_lossy().as_ref());
        let shared = match writes {
            true => Some(object.clone()),
            false => attribute_of(object, attribute, vm),
        };
        if let Some(shared) = shared {
            step_at(point, &shared, Some(attribute), writes, vm)?;
        }
        return function.call(arguments, vm);
    }
    let is_next = name == "next";
    let looks = only_looks(&name);
    let given = arguments.args.iter().chain(arguments.kwargs.values());
    let mut touched: Vec<PyObjectRef> = given
        .filter_map(|given| match is_next {
            true => Some(given.clone()),
            false => container_of(given, vm),
        })
        .collect();
    let mut writes = !looks && !touched.is_empty();
    // What it is a method of.
    if let Some(of) = values::changed_by(function, vm) {
        writes |= !values::only_reads(&name);
        touched.insert(0, of);
    }
    step_on_all(point, &touched, writes, vm)?;
    if is_next {
        baton::news();
    }
    let value = function.call(arguments, vm)?;
    baton::passed_call();
    if baton::is_recording() && looks {
        baton::value(point, None, Some(&value), vm);
    }
    Ok(value)
}

/// A function that is built in, or the library's, about to be called.
#[derive(Debug, PyPayload)]
#[pyclass(module = "builtins", name = "builtin_function_or_method")]
pub(in crate::python::explore) struct BuiltIn {
    pub point: Arc<Point>,
    pub function: PyObjectRef,
    /// Where it is a method of what holds others: that, and whether it changes it.
    pub of: Option<(PyObjectRef, bool)>,
}

#[pyclass(with(Callable, GetAttr, Representable), flags(DISALLOW_INSTANTIATION))]
impl BuiltIn {
    pub fn into_pyobject(self, vm: &VirtualMachine) -> PyObjectRef {
        let _class = Self::make_static_type();
        self.into_ref(&vm.ctx).into()
    }

    /// Calls a method of what holds others.
    fn method(
        &self,
        container: &PyObject,
        writes: bool,
        args: FuncArgs,
        vm: &VirtualMachine,
    ) -> PyResult {
        let given = args.args.iter().chain(args.kwargs.values());
        let more: Vec<PyObjectRef> = given.filter_map(|given| container_of(given, vm)).collect();
        step_on_all(&self.point, &more, false, vm)?;
        step_at(&self.point, container, None, writes, vm)?;
        let before = match baton::is_recording() && writes {
            true => values::shown(container, vm),
            false => None,
        };
        let result = self.function.call(args, vm);
        if let Ok(view) = &result
            && values::is_view(view, vm)
        {
            baton::is_behind(view, container);
        }
        if baton::is_recording() {
            match (&result, writes) {
                (_, true) => baton::shown(&self.point, before, values::shown(container, vm)),
                (Ok(value), false) => baton::value(&self.point, None, Some(value), vm),
                (Err(_), false) => {}
            }
        }
        result
    }
}

impl Callable for BuiltIn {
    type Args = FuncArgs;

    fn call(zelf: &Py<Self>, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        match &zelf.of {
            Some((container, writes)) if baton::is_active() => {
                zelf.method(container, *writes, args, vm)
            }
            Some(_) => zelf.function.call(args, vm),
            None => native(&zelf.point, &zelf.function, args, vm),
        }
    }
}

impl GetAttr for BuiltIn {
    fn getattro(
        zelf: &Py<Self>,
        name: &Py<rustpython_vm::builtins::PyStr>,
        vm: &VirtualMachine,
    ) -> PyResult {
        zelf.function.get_attr(name, vm)
    }
}

impl Representable for BuiltIn {
    fn repr_str(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<String> {
        Ok(zelf.function.repr(vm)?.to_string())
    }
}

/// Goes through what holds others: each of its turns looks at that.
#[derive(Debug, PyPayload)]
#[pyclass(module = "builtins", name = "iterator")]
pub(in crate::python::explore) struct Through {
    pub point: Arc<Point>,
    pub container: PyObjectRef,
    pub iterator: PyObjectRef,
}

#[pyclass(with(IterNext, Iterable), flags(DISALLOW_INSTANTIATION))]
impl Through {
    pub fn into_pyobject(self, vm: &VirtualMachine) -> PyObjectRef {
        let _class = Self::make_static_type();
        self.into_ref(&vm.ctx).into()
    }
}

impl SelfIter for Through {}

impl IterNext for Through {
    fn next(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyIterReturn> {
        step_at(&zelf.point, &zelf.container, None, false, vm)?;
        match rustpython_vm::protocol::PyIter::new(&*zelf.iterator).next(vm)? {
            PyIterReturn::Return(value) => {
                baton::news();
                if baton::is_recording() {
                    baton::value(&zelf.point, None, Some(&value), vm);
                }
                Ok(PyIterReturn::Return(value))
            }
            over => Ok(over),
        }
    }
}
