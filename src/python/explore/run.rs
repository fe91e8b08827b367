//! A program run again and again, each time as if for the first: what the search takes it for.

use super::baton::{self, Rest};
use super::point::{Point, PointObject, Variable};
use super::{Step, Wait, rewrite, values};
use crate::explore::{Ended, Stop, Subject, Turns};
use crate::platform::lock;
use crate::python::life::{self, Life};
use crate::python::{Raised, checks, library, own, stack, thread};
use rustpython_vm::builtins::{PyBaseException, PyBaseExceptionRef, PyCode, PyDictRef};
use rustpython_vm::compiler::Mode;
use rustpython_vm::compiler::ast::Mod;
use rustpython_vm::scope::Scope;
use rustpython_vm::vm::thread::cleanup_current_thread_frames;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};
use std::collections::{HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::sync::{Arc, LazyLock, Mutex, mpsc};

/// What a program says of how it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct End {
    pub stdout: String,
    pub stderr: String,
    pub exit: u8,
    pub exception: Option<Exception>,
}

/// An exception that nobody caught. Two are the same wherever they were raised.
#[derive(Debug, Clone)]
pub(crate) struct Exception {
    pub thread: String,
    pub class: String,
    pub message: String,
    pub file: String,
    pub line: u32,
}

impl Exception {
    fn key(&self) -> (&str, &str, &str) {
        (&self.thread, &self.class, &self.message)
    }
}

impl PartialEq for Exception {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Exception {}

impl Hash for Exception {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.key().hash(state);
    }
}

impl From<Raised> for Exception {
    fn from(raised: Raised) -> Self {
        Self {
            thread: raised.thread,
            class: raised.class,
            message: values::without_addresses(&raised.message),
            file: raised.file,
            line: raised.line,
        }
    }
}

/// A step that was written down, and what a deadlock waits for.
#[derive(Debug, Default)]
pub(super) struct Written {
    /// The names of the threads, by their numbers.
    pub threads: Vec<String>,
    pub steps: Vec<Step>,
    /// What was written after them, when one thread alone was alive.
    pub aside: Vec<Step>,
    pub waits_for: Vec<Wait>,
}

/// A program, ready to be run.
pub(super) struct Runs<'a> {
    vm: &'a VirtualMachine,
    code: PyRef<PyCode>,
    file: String,
    begin: PyObjectRef,
    finish: PyObjectRef,
    life: Arc<Life>,
    /// When no run goes on any longer.
    pub deadline_us: f64,
    /// Whether steps are written down.
    pub records: bool,
    pub written: Written,
    since_collected: u32,
}

/// After so many runs what refers to itself is collected.
const COLLECTED_EVERY: u32 = 64;

impl<'a> Runs<'a> {
    pub fn new(
        vm: &'a VirtualMachine,
        code: PyRef<PyCode>,
        file: &str,
        names: &PyDictRef,
        life: Arc<Life>,
    ) -> PyResult<Self> {
        Ok(Self {
            vm,
            code,
            file: file.into(),
            begin: names.get_item("begin", vm)?,
            finish: names.get_item("finish", vm)?,
            life,
            deadline_us: f64::INFINITY,
            records: false,
            written: Written::default(),
            since_collected: 0,
        })
    }

    fn start_main(&self) -> PyResult<()> {
        let vm = self.vm;
        let scope = vm.new_scope_with_builtins();
        let main = vm.new_module("__main__", scope.globals.clone(), None);
        let text = |text: &str| -> PyObjectRef { vm.ctx.new_str(text).into() };
        scope.globals.set_item("__name__", text("__main__"), vm)?;
        scope.globals.set_item("__file__", text(&self.file), vm)?;
        for name in ["__doc__", "__package__", "__loader__", "__spec__"] {
            scope.globals.set_item(name, vm.ctx.none(), vm)?;
        }
        let modules = vm.sys_module.get_attr("modules", vm)?;
        modules.set_item("__main__", main.into(), vm)?;
        baton::knows(scope.globals.clone().into());
        let (code, finish) = (self.code.clone(), self.finish.clone());
        let number = baton::enlist(life::MAIN_THREAD, false);
        let started = start(&self.life, vm, number, move |vm| {
            run_main(code, scope, &finish, vm)
        });
        match started {
            true => Ok(()),
            false => Err(vm.new_runtime_error("can't start new thread")),
        }
    }
}

fn run_main(code: PyRef<PyCode>, scope: Scope, finish: &PyObjectRef, vm: &VirtualMachine) {
    let ran = vm.run_code_obj(code, scope).map(drop);
    if let Err(error) = ran {
        if error.fast_isinstance(&baton::left_type(vm)) {
            return;
        }
        ended_by(error, vm);
    }
    if let Err(error) = finish.call((), vm)
        && !error.fast_isinstance(&baton::left_type(vm))
    {
        ended_by(error, vm);
    }
}

/// What has ended the main thread.
fn ended_by(error: PyBaseExceptionRef, vm: &VirtualMachine) {
    if error.fast_isinstance(vm.ctx.exceptions.system_exit) {
        let code = error.as_object().get_attr("code", vm);
        let (status, text) = match code {
            Ok(code) if vm.is_none(&code) => (0, String::new()),
            Ok(code) => match code.try_to_value::<i64>(vm) {
                Ok(status) => ((status & 0xff) as u8, String::new()),
                Err(_) => {
                    let text = code.str(vm).map(|text| format!("{text}\n"));
                    (1, text.unwrap_or_default())
                }
            },
            Err(_) => (0, String::new()),
        };
        baton::exits(status, &text);
        return;
    }
    let mut raised = told(&error, vm);
    raised.thread = life::MAIN_THREAD.into();
    let text = match raised.message.is_empty() {
        true => format!("{}\n", raised.class),
        false => format!("{}: {}\n", raised.class, raised.message),
    };
    baton::raised(raised, &text);
}

/// An exception, in words that are the same in each run.
pub(super) fn told(error: &Py<PyBaseException>, vm: &VirtualMachine) -> Raised {
    let mut raised = own::told(error, vm);
    // How deep that is depends on what is left of a stack, and so does what is said of it.
    if error.fast_isinstance(vm.ctx.exceptions.recursion_error) {
        raised.message = "maximum recursion depth exceeded".into();
    }
    raised
}

impl Subject for Runs<'_> {
    type End = End;

    fn run<T: Turns>(&mut self, turns: T) -> (T, Option<Ended<End>>) {
        let vm = self.vm;
        let turns = Arc::new(Mutex::new(Some(turns)));
        let asked = turns.clone();
        baton::begin_run(
            Box::new(move |threads, read| match &mut *lock(&asked) {
                Some(turns) => turns.next(threads, read),
                None => Err(Stop::Left),
            }),
            self.deadline_us,
            self.records,
        );
        let began = self.begin.call((), vm).and_then(|_| self.start_main());
        let (stop, rest) = match began {
            Ok(()) => vm.allow_threads(baton::wait_for_end),
            Err(error) => {
                let raised = own::told(&error, vm);
                let rest = Rest {
                    exit: 1,
                    stderr: format!("{}: {}\n", raised.class, raised.message),
                    exception: Some(raised),
                    ..Rest::default()
                };
                (Stop::Finished, rest)
            }
        };
        self.since_collected += 1;
        if self.since_collected >= COLLECTED_EVERY {
            self.since_collected = 0;
            let collect = vm.import("gc", 0).and_then(|gc| gc.get_attr("collect", vm));
            let _ = collect.and_then(|collect| collect.call((), vm));
        }
        let turns = lock(&turns).take();
        let Some(turns) = turns else {
            unreachable!("nobody else takes it");
        };
        self.written = Written {
            threads: rest.threads,
            steps: rest.steps,
            aside: rest.aside,
            waits_for: rest.waits_for,
        };
        if stop == Stop::Left {
            return (turns, None);
        }
        let exception = rest.exception.or(rest.thread_exceptions.into_iter().next());
        let ended = Ended {
            raised: exception.is_some() || rest.exit != 0,
            is_endless: rest.is_endless,
            end: End {
                stdout: values::without_addresses(&rest.stdout),
                stderr: values::without_addresses(&rest.stderr),
                exit: rest.exit,
                exception: exception.map(Exception::from),
            },
        };
        (turns, Some(ended))
    }
}

type Job = Box<dyn FnOnce(&VirtualMachine) + Send>;

/// Threads of the farm that wait for something to do.
static IDLE: Mutex<Vec<mpsc::Sender<Job>>> = Mutex::new(Vec::new());

/// Lets them go.
pub(super) fn let_go() {
    lock(&IDLE).clear();
    drop(std::mem::take(&mut *lock(&COMPILED)));
    Variable::forget_all();
}

/// Begins a thread of the run, on a thread of the farm that has none, or a new one.
fn start(
    life: &Arc<Life>,
    vm: &VirtualMachine,
    number: u32,
    work: impl FnOnce(&VirtualMachine) + Send + 'static,
) -> bool {
    let idle = lock(&IDLE).pop();
    let (worker, is_new) = match idle {
        Some(worker) => (worker, None),
        None => {
            let (send, receive) = mpsc::channel::<Job>();
            (send, Some(receive))
        }
    };
    let again = worker.clone();
    let job: Job = Box::new(move |vm| {
        baton::enter(number);
        work(vm);
        thread::forget_locals();
        lock(&IDLE).push(again);
        baton::leave();
    });
    if worker.send(job).is_err() {
        return false;
    }
    let Some(jobs) = is_new else { return true };
    let machine = vm.new_thread();
    let here = life.clone();
    life.spawn(vm, move || {
        let _here = here.enter("");
        machine.run(|vm| {
            stack::deep(|| {
                while let Ok(job) = vm.allow_threads(|| jobs.recv()) {
                    job(vm);
                }
                cleanup_current_thread_frames(vm);
            });
        });
        drop(machine);
    })
}

/// Starts a thread, which comes to its first step before this one goes on. Gives its number.
///
/// # Errors
/// RuntimeError, where there can be no more.
pub(super) fn start_thread(
    target: PyObjectRef,
    name: &str,
    is_daemon: bool,
    vm: &VirtualMachine,
) -> PyResult<u32> {
    let Some(life) = life::life() else {
        return Err(vm.new_runtime_error("can't start new thread"));
    };
    let number = baton::enlist(name, is_daemon);
    let started = start(&life, vm, number, move |vm| {
        // What it raises was told by the model; what unwinds it need not be.
        let _ = target.call((), vm);
    });
    if !started {
        baton::forget(number);
        return Err(vm.new_runtime_error("can't start new thread"));
    }
    baton::wait_for_start(vm);
    Ok(number)
}

/// Compiles a file of the program with its points and checks. `None` where it does not compile: what is wrong with it is said by who
/// compiles it as it is.
pub(crate) fn compile(
    source: &str,
    mode: Mode,
    file: &str,
    vm: &VirtualMachine,
) -> Option<PyRef<PyCode>> {
    let is_value = matches!(mode, Mode::Eval);
    let key = (file.to_string(), source.to_string(), is_value);
    if let Some(code) = lock(&COMPILED).get(&key) {
        return Some(code.clone());
    }
    let own_modules = lock(&OWN_MODULES).clone();
    let mut points: Vec<Arc<Point>> = Vec::new();
    let code = checks::compile_tree(source, mode, file, vm, |tree, source| {
        if let Mod::Module(module) = tree {
            points = rewrite::rewrite(&mut module.body, source, file, &own_modules, vm);
        }
    })?;
    let objects: Vec<PyObjectRef> = points
        .into_iter()
        .map(|point| PointObject::made(point, &vm.ctx))
        .collect();
    checks::replace_constants(&code, &|text| {
        rewrite::point_of(text).and_then(|number| objects.get(number).cloned())
    });
    lock(&COMPILED).insert(key, code.clone());
    Some(code)
}

/// What was compiled, by file, text, and whether it is one expression: what is known of its points is to be known in the next run too.
static COMPILED: LazyLock<Mutex<Compiled>> = LazyLock::new(Mutex::default);

type Compiled = HashMap<(String, String, bool), PyRef<PyCode>>;

/// Whether a module is the program's own.
pub(super) fn is_own_module(name: &str) -> bool {
    lock(&OWN_MODULES).contains(name)
}

/// The names of the modules that are the program's own.
pub(super) static OWN_MODULES: LazyLock<Mutex<HashSet<String>>> = LazyLock::new(Mutex::default);

/// The model in whose place the library's own would stand.
pub(super) fn model(file: &str, source: &str, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
    let file = format!("{}/{file}", library::ROOT);
    vm.compile(source, Mode::Exec, file)
        .map_err(|error| error.into_pyexception(vm, Some(source)))
}
