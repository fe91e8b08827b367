//! What all threads use is not counted by any of them.
//!
//! Each use of an object counts its reference, in its own memory. Where threads run at the same time, those that all of them
//! use at every step (functions, classes, modules and their names) would be passed from processor to processor for that
//! alone: calling a function of the program, two threads were no quicker than one. They live until the program ends, so
//! they need not be counted. CPython 3.13 without the GIL does the same once a second thread begins.

use super::gil;
use rustpython_vm::builtins::{PyDict, PyFunction, PyModule, PyType};
use rustpython_vm::{AsObject, Py, PyObject, VirtualMachine};

/// Leaves off counting what a thread that is about to begin shares with the others.
pub(super) fn share(vm: &VirtualMachine) {
    if gil::is_on() {
        return;
    }
    module(&vm.builtins, vm);
    let modules = vm.sys_module.get_attr("modules", vm);
    let Ok(main) = modules.and_then(|modules| modules.get_item("__main__", vm)) else {
        return;
    };
    if let Some(main) = main.downcast_ref::<PyModule>() {
        module(main, vm);
    }
}

fn module(module: &Py<PyModule>, vm: &VirtualMachine) {
    module.as_object().make_immortal();
    let names = module.dict();
    names.as_object().make_immortal();
    all_in(&names, vm);
}

fn all_in(names: &Py<PyDict>, vm: &VirtualMachine) {
    for (_, object) in names {
        one(&object, vm);
    }
}

fn one(object: &PyObject, vm: &VirtualMachine) {
    if object.is_immortal() {
        return;
    }
    if object.downcastable::<PyFunction>()
        || object
            .class()
            .is(vm.ctx.types.builtin_function_or_method_type)
    {
        object.make_immortal();
    } else if let Some(of_library) = object.downcast_ref::<PyModule>() {
        // Marked first: modules know each other.
        of_library.as_object().make_immortal();
        module(of_library, vm);
    } else if object.downcastable::<PyType>() {
        object.make_immortal();
        let methods = object.get_attr("__dict__", vm).and_then(|names| {
            let methods = vm.call_method(&names, "values", ())?;
            methods.try_to_value::<Vec<rustpython_vm::PyObjectRef>>(vm)
        });
        for method in methods.unwrap_or_default() {
            one(&method, vm);
        }
    }
}
