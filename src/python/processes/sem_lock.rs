//! The module `_multiprocessing`: semaphores as CPython's library wants them.

pub(in crate::python) use _multiprocessing::module_def;

/// What it does and says is CPython 3.14's `Modules/_multiprocessing/semaphore.c`.
#[rustpython_vm::pymodule]
mod _multiprocessing {
    use super::super::module::{board, end_us, no_memory, waiting};
    use crate::platform::lock;
    use crate::python::checks;
    use rustpython_vm::builtins::{PyType, PyTypeRef};
    use rustpython_vm::function::FuncArgs;
    use rustpython_vm::types::Constructor;
    use rustpython_vm::{Context, Py, PyObjectRef, PyPayload, PyResult, VirtualMachine};
    use std::sync::Mutex;

    const RECURSIVE_MUTEX: i32 = 0;

    fn ident() -> u64 {
        rustpython_vm::stdlib::_thread::get_ident()
    }

    /// Which thread of this process had it last, and how often this process has it.
    #[derive(Debug, Default)]
    struct Mine {
        thread: u64,
        times: i32,
    }

    impl Mine {
        fn is_mine(&self) -> bool {
            self.times > 0 && self.thread == ident()
        }
    }

    #[pyattr]
    #[pyclass(module = "_multiprocessing", name = "SemLock")]
    #[derive(Debug, PyPayload)]
    struct SemLock {
        handle: u32,
        kind: i32,
        most: i32,
        mine: Mutex<Mine>,
    }

    #[derive(FromArgs)]
    struct AcquireArgs {
        #[pyarg(any, default = true)]
        block: bool,
        #[pyarg(any, default)]
        timeout: Option<PyObjectRef>,
    }

    #[derive(FromArgs)]
    struct NewArgs {
        #[pyarg(any)]
        kind: i32,
        #[pyarg(any)]
        value: i32,
        #[pyarg(any)]
        maxvalue: i32,
        #[pyarg(any)]
        _name: PyObjectRef,
        #[pyarg(any)]
        _unlink: bool,
    }

    #[pyclass(with(Constructor), flags(BASETYPE))]
    impl SemLock {
        #[pyattr(name = "SEM_VALUE_MAX")]
        fn most_of_all(ctx: &Context) -> PyObjectRef {
            ctx.new_int(i32::MAX).into()
        }

        #[pymethod]
        fn acquire(zelf: &Py<Self>, args: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            if zelf.kind == RECURSIVE_MUTEX {
                let mut mine = lock(&zelf.mine);
                if mine.is_mine() {
                    mine.times += 1;
                    return Ok(true);
                }
            }
            let board = board(vm)?;
            let end_us = end_us(args.timeout, vm)?;
            let taken = board.try_acquire(zelf.handle)
                || args.block
                    && waiting(&zelf.to_owned().into(), vm, || {
                        board.acquire(zelf.handle, end_us)
                    })?;
            match taken {
                true => {
                    let mut mine = lock(&zelf.mine);
                    mine.times += 1;
                    mine.thread = ident();
                }
                false => checks::pass(vm)?,
            }
            Ok(taken)
        }

        #[pymethod]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            if zelf.kind == RECURSIVE_MUTEX {
                let mut mine = lock(&zelf.mine);
                if !mine.is_mine() {
                    return Err(vm.new_assertion_error(
                        "attempt to release recursive lock not owned by thread",
                    ));
                }
                if mine.times > 1 {
                    mine.times -= 1;
                    return Ok(());
                }
            }
            // Before another can have it.
            lock(&zelf.mine).times -= 1;
            if board(vm)?.release(zelf.handle, zelf.most as u32) {
                return Ok(());
            }
            lock(&zelf.mine).times += 1;
            Err(vm.new_value_error("semaphore or lock released too many times"))
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            let args = AcquireArgs {
                block: true,
                timeout: None,
            };
            Self::acquire(zelf, args, vm)
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        #[pymethod]
        fn _count(zelf: &Py<Self>) -> i32 {
            lock(&zelf.mine).times
        }

        #[pymethod]
        fn _is_mine(zelf: &Py<Self>) -> bool {
            lock(&zelf.mine).is_mine()
        }

        #[pymethod]
        fn _get_value(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<u32> {
            Ok(board(vm)?.value(zelf.handle))
        }

        #[pymethod]
        fn _is_zero(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            Ok(board(vm)?.value(zelf.handle) == 0)
        }

        #[pymethod]
        fn _after_fork(zelf: &Py<Self>) {
            lock(&zelf.mine).times = 0;
        }

        #[pyclassmethod]
        fn _rebuild(
            cls: PyTypeRef,
            handle: u32,
            kind: i32,
            most: i32,
            _name: PyObjectRef,
            vm: &VirtualMachine,
        ) -> PyResult {
            Self {
                handle,
                kind,
                most,
                mine: Mutex::default(),
            }
            .into_ref_with_type(vm, cls)
            .map(Into::into)
        }

        #[pygetset]
        fn handle(zelf: &Py<Self>) -> u32 {
            zelf.handle
        }

        #[pygetset]
        fn kind(zelf: &Py<Self>) -> i32 {
            zelf.kind
        }

        #[pygetset]
        fn maxvalue(zelf: &Py<Self>) -> i32 {
            zelf.most
        }

        /// It has none: nobody looks for it by that.
        #[pygetset]
        fn name(_: &Py<Self>, vm: &VirtualMachine) -> PyObjectRef {
            vm.ctx.none()
        }
    }

    impl Constructor for SemLock {
        type Args = NewArgs;

        fn py_new(_: &Py<PyType>, args: NewArgs, vm: &VirtualMachine) -> PyResult<Self> {
            if !(0..=1).contains(&args.kind) {
                return Err(vm.new_value_error("unrecognized kind"));
            }
            if args.value < 0 || args.value > args.maxvalue {
                return Err(vm.new_value_error("invalid value"));
            }
            let handle = board(vm)?.new_semaphore(args.value as u32);
            Ok(Self {
                handle: handle.ok_or_else(|| no_memory(vm))?,
                kind: args.kind,
                most: args.maxvalue,
                mine: Mutex::default(),
            })
        }
    }

    /// No semaphore has a name that could be removed.
    #[pyfunction]
    fn sem_unlink(_name: PyObjectRef) {}
}
