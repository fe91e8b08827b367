//! The module `_thread`: locks, threads on the farm's, `threading.local`.
//!
//! It stands in the place of RustPython's, whose threads are the system's own, and whose waits no
//! stop can end. What it does and says is CPython 3.14's `Modules/_threadmodule.c`.

pub(super) use _thread_of_manyhands::module_def;

/// What of RustPython's `_thread` is replaced by what stands here.
pub(super) const REPLACED: [&str; 17] = [
    "LockType",
    "RLock",
    "TIMEOUT_MAX",
    "_ThreadHandle",
    "_count",
    "_excepthook",
    "_local",
    "_make_thread_handle",
    "_shutdown",
    "allocate",
    "allocate_lock",
    "daemon_threads_allowed",
    "lock",
    "set_name",
    "start_joinable_thread",
    "start_new",
    "start_new_thread",
];

#[rustpython_vm::pymodule]
mod _thread_of_manyhands {
    use crate::platform::lock;
    use crate::python::life::{self, life};
    use crate::python::own::line_of_program;
    use crate::python::waits::{On, Watched};
    use crate::python::{own, share, stack};
    use rustpython_vm::builtins::{PyDictRef, PyStr, PyStrRef, PyTupleRef, PyType, PyTypeRef};
    use rustpython_vm::function::{
        ArgCallable, FuncArgs, KwArgs, OptionalArg, PySetterValue, TimeoutSeconds,
    };
    use rustpython_vm::types::{Constructor, GetAttr, Representable, SetAttr};
    use rustpython_vm::vm::thread::cleanup_current_thread_frames;
    use rustpython_vm::{AsObject, Py, PyObjectRef, PyPayload, PyRef, PyResult, VirtualMachine};
    use std::cell::RefCell;
    use std::collections::HashMap;
    use std::sync::atomic::Ordering;
    use std::sync::{Arc, Mutex, Weak};
    use std::time::Duration;

    fn ident() -> u64 {
        rustpython_vm::stdlib::_thread::get_ident()
    }

    #[derive(FromArgs)]
    struct AcquireArgs {
        #[pyarg(any, default = true)]
        blocking: bool,
        #[pyarg(any, default = TimeoutSeconds::new(-1.0), py_default = "-1")]
        timeout: TimeoutSeconds,
    }

    impl AcquireArgs {
        const FOR_EVER: Self = Self {
            blocking: true,
            timeout: TimeoutSeconds::new(-1.0),
        };

        /// How long to wait; for ever where that is `None`.
        fn patience(&self, vm: &VirtualMachine) -> PyResult<Option<Duration>> {
            let seconds = self.timeout.to_secs_f64();
            if !self.blocking && seconds != -1.0 {
                return Err(vm.new_value_error("can't specify a timeout for a non-blocking call"));
            }
            if seconds < 0.0 && seconds != -1.0 {
                return Err(vm.new_value_error("timeout value must be a non-negative number"));
            }
            if seconds > TIMEOUT_MAX {
                return Err(vm.new_overflow_error("timeout value is too large"));
            }
            Ok(match (self.blocking, seconds) {
                (false, _) => Some(Duration::ZERO),
                (true, -1.0) => None,
                (true, seconds) => Some(Duration::from_secs_f64(seconds)),
            })
        }
    }

    #[pyattr(name = "LockType")]
    #[pyattr(name = "lock")]
    #[pyclass(module = "_thread", name = "lock")]
    #[derive(Debug, PyPayload)]
    struct Lock {
        is_locked: Arc<Watched<bool>>,
        made_at: u32,
    }

    impl Lock {
        fn made(vm: &VirtualMachine) -> Self {
            Self {
                is_locked: Arc::default(),
                made_at: line_of_program(vm),
            }
        }
    }

    #[pyclass(with(Constructor, Representable), flags(HAS_WEAKREF))]
    impl Lock {
        #[pymethod]
        #[pymethod(name = "acquire_lock")]
        fn acquire(zelf: &Py<Self>, args: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            let patience = args.patience(vm)?;
            let on = On::Object(zelf.as_object());
            zelf.is_locked.wait(patience, &on, vm, |is_locked| {
                !std::mem::replace(is_locked, true)
            })
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            Self::acquire(zelf, AcquireArgs::FOR_EVER, vm)
        }

        #[pymethod]
        #[pymethod(name = "release_lock")]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            match zelf.is_locked.change_for_one(std::mem::take) {
                true => Ok(()),
                false if life::is_stopping() => Ok(()),
                false => Err(vm.new_runtime_error("release unlocked lock")),
            }
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        #[pymethod]
        #[pymethod(name = "locked_lock")]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.is_locked.look(|is_locked| *is_locked)
        }

        #[pymethod]
        fn _at_fork_reinit(zelf: &Py<Self>) {
            zelf.is_locked.change(|is_locked| *is_locked = false);
        }

        #[pygetset]
        fn _made_at(zelf: &Py<Self>) -> u32 {
            zelf.made_at
        }
    }

    impl Constructor for Lock {
        type Args = ();

        fn py_new(_: &Py<PyType>, (): Self::Args, vm: &VirtualMachine) -> PyResult<Self> {
            Ok(Self::made(vm))
        }
    }

    impl Representable for Lock {
        fn repr_str(zelf: &Py<Self>, _: &VirtualMachine) -> PyResult<String> {
            let state = match Lock::locked(zelf) {
                true => "locked",
                false => "unlocked",
            };
            Ok(format!(
                "<{state} _thread.lock object at {:#x}>",
                zelf.get_id()
            ))
        }
    }

    #[pyfunction]
    #[pyfunction(name = "allocate")]
    fn allocate_lock(vm: &VirtualMachine) -> Lock {
        Lock::made(vm)
    }

    /// Who holds a lock that can be taken again, and how often.
    #[derive(Debug, Default)]
    struct Held {
        by: u64,
        times: usize,
    }

    #[pyattr]
    #[pyclass(module = "_thread", name = "RLock")]
    #[derive(Debug, PyPayload)]
    struct RLock {
        held: Arc<Watched<Held>>,
        made_at: u32,
    }

    const NOT_MINE: &str = "cannot release un-acquired lock";

    #[pyclass(with(Representable), flags(BASETYPE, HAS_WEAKREF))]
    impl RLock {
        #[pyslot]
        fn slot_new(cls: PyTypeRef, _args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            Self {
                held: Arc::default(),
                made_at: line_of_program(vm),
            }
            .into_ref_with_type(vm, cls)
            .map(Into::into)
        }

        #[pymethod]
        #[pymethod(name = "acquire_lock")]
        fn acquire(zelf: &Py<Self>, args: AcquireArgs, vm: &VirtualMachine) -> PyResult<bool> {
            let patience = args.patience(vm)?;
            let me = ident();
            let on = On::Object(zelf.as_object());
            zelf.held.wait(patience, &on, vm, |held| {
                let free = held.times == 0 || held.by == me;
                if free {
                    held.by = me;
                    held.times += 1;
                }
                free
            })
        }

        #[pymethod]
        fn __enter__(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<bool> {
            Self::acquire(zelf, AcquireArgs::FOR_EVER, vm)
        }

        #[pymethod]
        #[pymethod(name = "release_lock")]
        fn release(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            let me = ident();
            let released = zelf.held.change_for_one(|held| {
                let mine = held.times > 0 && held.by == me;
                held.times -= usize::from(mine);
                mine
            });
            match released || life::is_stopping() {
                true => Ok(()),
                false => Err(vm.new_runtime_error(NOT_MINE)),
            }
        }

        #[pymethod]
        fn __exit__(zelf: &Py<Self>, _args: FuncArgs, vm: &VirtualMachine) -> PyResult<()> {
            Self::release(zelf, vm)
        }

        #[pymethod]
        fn locked(zelf: &Py<Self>) -> bool {
            zelf.held.look(|held| held.times > 0)
        }

        #[pymethod]
        fn _is_owned(zelf: &Py<Self>) -> bool {
            let me = ident();
            zelf.held.look(|held| held.times > 0 && held.by == me)
        }

        #[pymethod]
        fn _recursion_count(zelf: &Py<Self>) -> usize {
            let me = ident();
            zelf.held.look(|held| match held.by == me {
                true => held.times,
                false => 0,
            })
        }

        /// What `Condition.wait` gives the lock back with, however often it was taken.
        #[pymethod]
        fn _release_save(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<(usize, u64)> {
            let me = ident();
            let saved = zelf.held.change_for_one(|held| {
                let mine = held.times > 0 && held.by == me;
                mine.then(|| (std::mem::take(&mut held.times), me))
            });
            saved.ok_or_else(|| vm.new_runtime_error(NOT_MINE))
        }

        #[pymethod]
        fn _acquire_restore(
            zelf: &Py<Self>,
            saved: PyTupleRef,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let [times, by] = saved.as_slice() else {
                return Err(vm.new_type_error("what _release_save gave is wanted"));
            };
            let times: usize = times.try_to_value(vm)?;
            let by: u64 = by.try_to_value(vm)?;
            let on = On::Object(zelf.as_object());
            zelf.held
                .wait(None, &on, vm, |held| {
                    let free = held.times == 0;
                    if free {
                        *held = Held { by, times };
                    }
                    free
                })
                .map(drop)
        }

        #[pymethod]
        fn _at_fork_reinit(zelf: &Py<Self>) {
            zelf.held.change(|held| *held = Held::default());
        }

        #[pygetset]
        fn _made_at(zelf: &Py<Self>) -> u32 {
            zelf.made_at
        }
    }

    impl Representable for RLock {
        fn repr_str(zelf: &Py<Self>, _: &VirtualMachine) -> PyResult<String> {
            let (by, times) = zelf.held.look(|held| (held.by, held.times));
            let state = match times {
                0 => "unlocked",
                _ => "locked",
            };
            let owner = match times {
                0 => 0,
                _ => by,
            };
            Ok(format!(
                "<{state} {} object owner={owner} count={times} at {:#x}>",
                zelf.class().slot_name(),
                zelf.get_id()
            ))
        }
    }

    #[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
    enum Stage {
        #[default]
        NotStarted,
        Starting,
        Running,
        Done,
    }

    #[derive(Debug, Default)]
    struct Started {
        stage: Stage,
        ident: u64,
    }

    #[pyattr]
    #[pyclass(module = "_thread", name = "_ThreadHandle")]
    #[derive(Debug, Default, PyPayload)]
    struct ThreadHandle {
        thread: Arc<Watched<Started>>,
    }

    #[pyclass(with(Representable))]
    impl ThreadHandle {
        #[pyslot]
        fn slot_new(cls: PyTypeRef, _args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            Self::default().into_ref_with_type(vm, cls).map(Into::into)
        }

        #[pygetset]
        fn ident(zelf: &Py<Self>) -> u64 {
            zelf.thread.look(|thread| thread.ident)
        }

        #[pymethod]
        fn is_done(zelf: &Py<Self>) -> bool {
            zelf.thread.look(|thread| thread.stage == Stage::Done)
        }

        #[pymethod]
        fn _set_done(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<()> {
            zelf.check_started(vm)?;
            zelf.thread.change(|thread| thread.stage = Stage::Done);
            Ok(())
        }

        #[pymethod]
        fn join(
            zelf: &Py<Self>,
            timeout: OptionalArg<PyObjectRef>,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            let timeout = match timeout {
                OptionalArg::Present(timeout) if !vm.is_none(&timeout) => {
                    let timeout: TimeoutSeconds = timeout.try_into_value(vm)?;
                    let seconds = timeout.to_secs_f64();
                    (seconds >= 0.0).then(|| Duration::from_secs_f64(seconds))
                }
                _ => None,
            };
            zelf.check_started(vm)?;
            let me = ident();
            if zelf
                .thread
                .look(|thread| thread.stage == Stage::Running && thread.ident == me)
            {
                return Err(vm.new_runtime_error("Cannot join current thread"));
            }
            let on = On::Object(zelf.as_object());
            zelf.thread
                .wait(timeout, &on, vm, |thread| thread.stage == Stage::Done)
                .map(drop)
        }
    }

    impl ThreadHandle {
        fn check_started(&self, vm: &VirtualMachine) -> PyResult<()> {
            match self.thread.look(|thread| thread.stage) {
                Stage::NotStarted | Stage::Starting => {
                    Err(vm.new_runtime_error("thread not started"))
                }
                _ => Ok(()),
            }
        }
    }

    impl Representable for ThreadHandle {
        fn repr_str(zelf: &Py<Self>, _: &VirtualMachine) -> PyResult<String> {
            Ok(format!(
                "<{} object: ident={}>",
                zelf.class().slot_name(),
                ThreadHandle::ident(zelf)
            ))
        }
    }

    #[pyfunction]
    fn _make_thread_handle(ident: u64) -> ThreadHandle {
        ThreadHandle {
            thread: Arc::new(Watched::new(Started {
                stage: Stage::Running,
                ident,
            })),
        }
    }

    /// The threads that the program's end waits for.
    static TO_JOIN: Mutex<Vec<Weak<Watched<Started>>>> = Mutex::new(Vec::new());

    /// Waits for all threads that are no daemons.
    #[pyfunction]
    fn _shutdown(vm: &VirtualMachine) -> PyResult<()> {
        let me = ident();
        loop {
            let next = lock(&TO_JOIN).pop();
            let Some(thread) = next else { return Ok(()) };
            let Some(thread) = thread.upgrade() else {
                continue;
            };
            if thread.look(|thread| thread.ident == me) {
                continue;
            }
            thread.wait(None, &On::Words("threads to end"), vm, |thread| {
                thread.stage == Stage::Done
            })?;
        }
    }

    /// Nobody waits for the threads of an earlier program.
    pub(crate) fn forget() {
        lock(&TO_JOIN).clear();
    }

    fn spawn(
        function: ArgCallable,
        args: FuncArgs,
        handle: Arc<Watched<Started>>,
        is_daemon: bool,
        is_named: bool,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let is_new = handle.change(|thread| {
            let is_new = thread.stage == Stage::NotStarted;
            if is_new {
                thread.stage = Stage::Starting;
            }
            is_new
        });
        if !is_new {
            return Err(vm.new_runtime_error("thread already started"));
        }
        share::share(vm);
        let started = life().is_some_and(|life| {
            let machine = vm.new_thread();
            let thread = handle.clone();
            let here = life.clone();
            // What `threading` starts names itself.
            let name = match is_named {
                true => String::new(),
                false => format!("Thread-{}", life.started.load(Ordering::Relaxed) + 1),
            };
            let work = move || {
                let _here = here.enter(&name);
                machine.run(|vm| {
                    stack::deep(|| {
                        thread.change(|thread| {
                            *thread = Started {
                                stage: Stage::Running,
                                ident: ident(),
                            };
                        });
                        // The first of its turns, if there are turns.
                        own::resume(vm);
                        vm.state.thread_count.fetch_add(1);
                        call(function, args, vm);
                        forget_locals();
                        vm.state.thread_count.fetch_sub(1);
                        cleanup_current_thread_frames(vm);
                        own::leave();
                    });
                });
                drop(machine);
                thread.change(|thread| thread.stage = Stage::Done);
            };
            life.spawn(vm, work) && {
                life.count_thread();
                true
            }
        });
        if !started {
            handle.change(|thread| thread.stage = Stage::Done);
            return Err(vm.new_runtime_error("can't start new thread"));
        }
        if !is_daemon {
            lock(&TO_JOIN).push(Arc::downgrade(&handle));
        }
        handle
            .wait(None, &On::Words("the thread to start"), vm, |thread| {
                thread.stage != Stage::Starting
            })
            .map(drop)
    }

    /// Calls what a thread was started with, and drops it.
    fn call(function: ArgCallable, args: FuncArgs, vm: &VirtualMachine) {
        let Err(error) = function.invoke(args, vm) else {
            return;
        };
        if error.fast_isinstance(vm.ctx.exceptions.system_exit) || life::is_stopping() {
            return;
        }
        own::raised(&error, vm);
        let what = function.as_ref().repr(vm).ok();
        let what =
            what.map(|what| format!("Exception ignored in thread started by {}", what.as_wtf8()));
        vm.run_unraisable(error, what, vm.ctx.none());
    }

    #[derive(FromArgs)]
    struct StartJoinableArgs {
        #[pyarg(any)]
        function: PyObjectRef,
        #[pyarg(any, default)]
        handle: Option<PyRef<ThreadHandle>>,
        #[pyarg(any, default = true)]
        daemon: bool,
    }

    #[pyfunction]
    fn start_joinable_thread(
        args: StartJoinableArgs,
        vm: &VirtualMachine,
    ) -> PyResult<PyRef<ThreadHandle>> {
        let Ok(function) = ArgCallable::try_from_object_of(args.function, vm) else {
            return Err(vm.new_type_error("thread function must be callable"));
        };
        let handle = args
            .handle
            .unwrap_or_else(|| ThreadHandle::default().into_ref(&vm.ctx));
        spawn(
            function,
            FuncArgs::default(),
            handle.thread.clone(),
            args.daemon,
            true,
            vm,
        )?;
        Ok(handle)
    }

    trait OfObject: Sized {
        fn try_from_object_of(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<Self>;
    }

    impl OfObject for ArgCallable {
        fn try_from_object_of(object: PyObjectRef, vm: &VirtualMachine) -> PyResult<Self> {
            object.try_into_value(vm)
        }
    }

    #[pyfunction]
    #[pyfunction(name = "start_new")]
    fn start_new_thread(args: FuncArgs, vm: &VirtualMachine) -> PyResult<u64> {
        let given = args.args.len();
        if !(2..=3).contains(&given) || !args.kwargs.is_empty() {
            return Err(vm.new_type_error(format!(
                "start_new_thread expected 2 or 3 arguments, got {given}"
            )));
        }
        let Ok(function) = ArgCallable::try_from_object_of(args.args[0].clone(), vm) else {
            return Err(vm.new_type_error("first arg must be callable"));
        };
        let Ok(positional) = args.args[1].clone().try_into_value::<PyTupleRef>(vm) else {
            return Err(vm.new_type_error("2nd arg must be a tuple"));
        };
        let mut named = Vec::new();
        if let Some(given) = args.args.get(2) {
            let Ok(given) = given.clone().try_into_value::<PyDictRef>(vm) else {
                return Err(vm.new_type_error("optional 3rd arg must be a dictionary"));
            };
            for (name, value) in given {
                let name: PyStrRef = name.try_into_value(vm)?;
                named.push((name.to_string(), value));
            }
        }
        let args = FuncArgs::new(
            positional.as_slice().to_vec(),
            named.into_iter().collect::<KwArgs>(),
        );
        let thread: Arc<Watched<Started>> = Arc::default();
        spawn(function, args, thread.clone(), true, false, vm)?;
        Ok(thread.look(|thread| thread.ident))
    }

    #[pyfunction]
    fn set_name(name: PyStrRef) {
        life::set_name(&name.to_string_lossy());
    }

    #[pyfunction]
    fn daemon_threads_allowed() -> bool {
        true
    }

    #[pyfunction]
    fn _count(vm: &VirtualMachine) -> usize {
        vm.state.thread_count.load()
    }

    #[pyattr]
    const TIMEOUT_MAX: f64 = 9_223_372_036.0;

    /// What `threading.excepthook` is at first.
    #[pyfunction]
    fn _excepthook(args: PyObjectRef, vm: &VirtualMachine) -> PyResult {
        if life::is_stopping() {
            return Ok(vm.ctx.none());
        }
        if let Ok(error) = args.get_attr("exc_value", vm)
            && let Ok(error) = error.downcast()
        {
            own::raised(&error, vm);
        }
        own::usual("excepthook", vec![args].into(), vm)
    }

    /// The values of one `threading.local`, by the numbers of threads.
    #[derive(Debug)]
    struct Values {
        args: FuncArgs,
        of: Mutex<HashMap<u64, PyDictRef>>,
    }

    thread_local! {
        /// The locals in which this thread has values.
        static MINE: RefCell<Vec<Weak<Values>>> = const { RefCell::new(Vec::new()) };
    }

    /// Drops the values that this thread has anywhere.
    pub(crate) fn forget_locals() {
        let me = life::token();
        for values in MINE.take() {
            if let Some(values) = values.upgrade() {
                // Dropped when the lock no longer is held: what is dropped may look here.
                let _dropped = lock(&values.of).remove(&me);
            }
        }
    }

    #[pyattr]
    #[pyclass(module = "_thread", name = "_local")]
    #[derive(Debug, PyPayload)]
    struct Local {
        values: Arc<Values>,
    }

    #[pyclass(with(GetAttr, SetAttr), flags(BASETYPE, HAS_WEAKREF))]
    impl Local {
        #[pyslot]
        fn slot_new(cls: PyTypeRef, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
            if !args.is_empty() && !Self::has_init(&cls, vm) {
                return Err(vm.new_type_error("Initialization arguments are not supported"));
            }
            let local = Self {
                values: Arc::new(Values {
                    args,
                    of: Mutex::default(),
                }),
            }
            .into_ref_with_type(vm, cls)?;
            // `type.__call__` calls `__init__` for this thread.
            local.make(vm);
            Ok(local.into())
        }

        fn has_init(cls: &Py<PyType>, vm: &VirtualMachine) -> bool {
            let of = |cls: &Py<PyType>| {
                cls.get_attr(vm.ctx.intern_str("__init__"))
                    .map(|init| init.get_id())
            };
            of(cls) != of(vm.ctx.types.object_type)
        }

        fn make(&self, vm: &VirtualMachine) -> PyDictRef {
            let dict = vm.ctx.new_dict();
            lock(&self.values.of).insert(life::token(), dict.clone());
            MINE.with_borrow_mut(|mine| mine.push(Arc::downgrade(&self.values)));
            dict
        }

        fn mine(zelf: &Py<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
            let me = life::token();
            let dict = lock(&zelf.values.of).get(&me).cloned();
            if let Some(dict) = dict {
                return Ok(dict);
            }
            let dict = zelf.make(vm);
            if Self::has_init(zelf.class(), vm)
                && let Some(init) = zelf.class().slots.init.load()
                && let Err(error) = init(zelf.as_object(), zelf.values.args.clone(), vm)
            {
                lock(&zelf.values.of).remove(&me);
                return Err(error);
            }
            Ok(dict)
        }

        #[pygetset(name = "__dict__")]
        fn dict(zelf: PyRef<Self>, vm: &VirtualMachine) -> PyResult<PyDictRef> {
            Self::mine(&zelf, vm)
        }
    }

    impl GetAttr for Local {
        fn getattro(zelf: &Py<Self>, name: &Py<PyStr>, vm: &VirtualMachine) -> PyResult {
            let dict = Self::mine(zelf, vm)?;
            if name.as_bytes() == b"__dict__" {
                return Ok(dict.into());
            }
            zelf.as_object()
                .generic_getattr_opt(name, Some(dict), vm)?
                .ok_or_else(|| {
                    vm.new_attribute_error(format!(
                        "'{}' object has no attribute '{name}'",
                        zelf.class().slot_name()
                    ))
                })
        }
    }

    impl SetAttr for Local {
        fn setattro(
            zelf: &Py<Self>,
            name: &Py<PyStr>,
            value: PySetterValue,
            vm: &VirtualMachine,
        ) -> PyResult<()> {
            if name.as_bytes() == b"__dict__" {
                return Err(vm.new_attribute_error(format!(
                    "'{}' object attribute '__dict__' is read-only",
                    zelf.class().slot_name()
                )));
            }
            let dict = Self::mine(zelf, vm)?;
            match value {
                PySetterValue::Assign(value) => dict.set_item(name, value, vm),
                PySetterValue::Delete => dict.del_item(name, vm).map_err(|_| {
                    vm.new_attribute_error(format!(
                        "'{}' object has no attribute '{name}'",
                        zelf.class().slot_name()
                    ))
                }),
            }
        }
    }
}

pub(super) use _thread_of_manyhands::{forget, forget_locals};
