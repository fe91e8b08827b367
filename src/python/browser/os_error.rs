//! `OSError` by number: which class an error is of, and what `errno` tells. The interpreter knows neither on a platform
//! without a system.

use super::errno::{self, ALL, Errno};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyInt, PyType, PyTypeRef};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyResult, VirtualMachine};
use std::sync::OnceLock;

type NewFunc = fn(PyTypeRef, FuncArgs, &VirtualMachine) -> PyResult;

/// The interpreter's own constructor of `OSError`.
static CONSTRUCTOR: OnceLock<NewFunc> = OnceLock::new();

/// Fills `errno`, and makes `OSError(2, …)` a `FileNotFoundError`.
pub(super) fn install(vm: &VirtualMachine) -> PyResult<()> {
    let module = vm.import("errno", 0)?;
    let names = module.get_attr("errorcode", vm)?;
    for (name, number, _) in ALL.iter().rev() {
        let (name, number) = (vm.ctx.intern_str(*name), vm.ctx.new_int(*number));
        names.set_item(number.as_object(), name.to_owned().into(), vm)?;
        module.set_attr(name, number, vm)?;
    }
    let slots = vm.ctx.exceptions.os_error.slots();
    if let Some(constructor) = slots.new.load()
        && CONSTRUCTOR.set(constructor).is_ok()
    {
        slots.new.store(Some(new_error));
    }
    Ok(())
}

fn new_error(class: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let Some(constructor) = CONSTRUCTOR.get() else {
        return Err(vm.new_system_error("OSError has no constructor"));
    };
    let class = match class.is(vm.ctx.exceptions.os_error) && (2..=5).contains(&args.args.len()) {
        true => args.args[0]
            .downcast_ref::<PyInt>()
            .and_then(|number| number.try_to_primitive::<i32>(vm).ok())
            .and_then(|number| class_of(Errno(number), vm))
            .map_or(class, ToOwned::to_owned),
        false => class,
    };
    constructor(class, args, vm)
}

fn class_of(error: Errno, vm: &VirtualMachine) -> Option<&'static Py<PyType>> {
    let classes = &vm.ctx.exceptions;
    Some(match error {
        errno::EAGAIN | errno::EALREADY | errno::EINPROGRESS => classes.blocking_io_error,
        errno::EPIPE | errno::ESHUTDOWN => classes.broken_pipe_error,
        errno::ECHILD => classes.child_process_error,
        errno::ECONNABORTED => classes.connection_aborted_error,
        errno::ECONNREFUSED => classes.connection_refused_error,
        errno::ECONNRESET => classes.connection_reset_error,
        errno::EEXIST => classes.file_exists_error,
        errno::ENOENT => classes.file_not_found_error,
        errno::EISDIR => classes.is_a_directory_error,
        errno::ENOTDIR => classes.not_a_directory_error,
        errno::EINTR => classes.interrupted_error,
        errno::EACCES | errno::EPERM => classes.permission_error,
        errno::ESRCH => classes.process_lookup_error,
        errno::ETIMEDOUT => classes.timeout_error,
        _ => return None,
    })
}

/// The exception for this error, about no file.
pub(super) fn plain(error: Errno, vm: &VirtualMachine) -> PyBaseExceptionRef {
    said(error, errno::message(error.0), vm)
}

/// The exception for this error, in words of our own.
pub(super) fn said(
    error: Errno,
    message: impl Into<String>,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    raised(
        vec![
            vm.ctx.new_int(error.0).into(),
            vm.ctx.new_str(message.into()).into(),
        ],
        vm,
    )
}

/// The exception for this error about a file.
pub(super) fn about(error: Errno, file: PyObjectRef, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let message = vm.ctx.new_str(errno::message(error.0)).into();
    raised(vec![vm.ctx.new_int(error.0).into(), message, file], vm)
}

/// The exception for this error about two files.
pub(super) fn about_two(
    error: Errno,
    file: PyObjectRef,
    other: PyObjectRef,
    vm: &VirtualMachine,
) -> PyBaseExceptionRef {
    let message = vm.ctx.new_str(errno::message(error.0)).into();
    let number = vm.ctx.new_int(error.0).into();
    raised(vec![number, message, file, vm.ctx.none(), other], vm)
}

fn raised(args: Vec<PyObjectRef>, vm: &VirtualMachine) -> PyBaseExceptionRef {
    let class = vm.ctx.exceptions.os_error.to_owned();
    match vm.invoke_exception(&class, args) {
        Ok(error) | Err(error) => error,
    }
}
