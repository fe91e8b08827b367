//! An interpreter made for a run, and the program run in it from its first line to its last thread.

use super::explore::{self, Explored, Plan};
use super::life::{self, Life};
use super::system::Place;
use super::{
    Begun, Ended, Input, NO_FILE, Program, Raised, checks, library, own, processes, refused, stack,
    system, thread,
};
use crate::contract::Error;
use crate::platform::{events, lock};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::compiler::Mode;
use rustpython_vm::scope::Scope;
use rustpython_vm::vm::thread::cleanup_current_thread_frames;
use rustpython_vm::{AsObject, Interpreter, PyResult, Settings, VirtualMachine};
use std::sync::Arc;

/// Python that is run before the program: what of the library is otherwise here.
const START: &str = include_str!("start.py");

/// Runs a program on this thread of the farm, and waits for its threads.
///
/// # Errors
/// [`Error::Failed`] where its files cannot be laid down, or the interpreter does not start.
pub(super) fn main(life: &Arc<Life>, program: Program) -> Result<Ended, Error> {
    life.is_the_one();
    thread::forget();
    // Without a name it is not seen: the time until the program begins is the interpreter's own.
    let _here = life.enter("");
    if life.processes.begun.is_some() {
        // But of a process it is seen: it is what a process costs.
        events::waiting("its interpreter to start");
    }
    let place = Place::of(&program)?;
    life.begins_in(&place.folder, &place.executable);
    let interpreter = built(&program, &place, None);
    let mut ended = interpreter.enter(|vm| {
        own::resume(vm);
        let ended = stack::deep(|| run(&program, &place, life, vm));
        own::leave();
        cleanup_current_thread_frames(vm);
        ended
    })?;
    // Threads that still run are daemons: nobody waits for them, and they end at their next check.
    life::stop();
    life.output.close();
    (ended.threads, ended.processes) = life.counted();
    ended.changed = place.changed();
    ended
        .thread_exceptions
        .append(&mut std::mem::take(&mut *lock(&life.raised)));
    if let Some(status) = *lock(&life.exit_now) {
        ended.exit = (status & 0xff) as u8;
        ended.exception = None;
    }
    Ok(ended)
}

/// Searches the schedules of a program on this thread of the farm.
///
/// # Errors
/// Those of [`main`] and of the search.
pub(super) fn explore(life: &Arc<Life>, program: &Program, plan: &Plan) -> Result<Explored, Error> {
    life.is_the_one();
    thread::forget();
    let _here = life.enter("");
    let place = Place::of(program)?;
    life.begins_in(&place.folder, &place.executable);
    // Sets of texts have the same order whenever it is searched.
    let interpreter = built(program, &place, Some(0));
    let explored = interpreter.enter(|vm| {
        own::resume(vm);
        let explored = stack::deep(|| {
            started(program, &place, vm).map_err(|error| not_started(&error, vm))?;
            explore::search(life, program, plan, &place, vm)
        });
        own::leave();
        cleanup_current_thread_frames(vm);
        explored
    });
    life::stop();
    life.output.close();
    explored
}

fn not_started(error: &PyBaseExceptionRef, vm: &VirtualMachine) -> Error {
    let mut text = String::new();
    let _ = vm.write_exception(&mut text, error);
    Error::failed(format!("the interpreter did not start: {text}"))
}

fn built(program: &Program, place: &Place, hash_seed: Option<u32>) -> Interpreter {
    let mut settings = Settings::default();
    settings.hash_seed = hash_seed;
    settings.install_signal_handlers = false;
    settings.write_bytecode = false;
    settings.import_site = false;
    settings.user_site_directory = false;
    settings.ignore_environment = true;
    settings.argv = std::iter::once(place.argument.clone())
        .chain(program.arguments.iter().cloned())
        .collect();
    let builder = Interpreter::builder(settings);
    // What is left out is written in Python too: `_queue` there waits where a stop can end it.
    let library: Vec<_> = rustpython_stdlib::stdlib_module_defs(&builder.ctx)
        .into_iter()
        .filter(|module| {
            let name = module.name.as_str();
            !matches!(name, "_queue" | "_multiprocessing") && !system::LEFT_OUT.contains(&name)
        })
        .collect();
    let ours = [
        thread::module_def(&builder.ctx),
        own::module_def(&builder.ctx),
        library::module_def(&builder.ctx),
        refused::module_def(&builder.ctx),
        processes::processes_def(&builder.ctx),
        processes::multiprocessing_def(&builder.ctx),
        explore::module_def(&builder.ctx),
    ];
    system::add(
        builder
            .add_native_modules(&library)
            .add_native_modules(&ours),
    )
    .build()
}

fn run(
    program: &Program,
    place: &Place,
    life: &Arc<Life>,
    vm: &VirtualMachine,
) -> Result<Ended, Error> {
    let scope = started(program, place, vm).map_err(|error| not_started(&error, vm))?;
    life::set_name(life::MAIN_THREAD);
    let ran = stoppable(&program.text, &place.file, scope, vm);
    let mut ended = Ended::default();
    if let Err(error) = ran {
        (ended.exit, ended.exception) = ended_by(error, vm);
    }
    // As CPython ends: threads that are no daemons, then what was registered for the exit.
    for step in ["_end_threads", "_end_program"] {
        if life::is_stopping() {
            break;
        }
        let own = vm.import("_manyhands", 0);
        let done = own
            .and_then(|own| own.get_attr(vm.ctx.intern_str(step), vm))
            .and_then(|end| end.call((), vm));
        if let Err(error) = done
            && !life::is_stopping()
        {
            vm.run_unraisable(error, None, vm.ctx.none());
        }
    }
    let _ = life;
    Ok(ended)
}

/// The exit status of what has ended the main thread, told on standard error where that is due.
fn ended_by(error: PyBaseExceptionRef, vm: &VirtualMachine) -> (u8, Option<Raised>) {
    if life::is_stopping() {
        return (1, None);
    }
    let exceptions = &vm.ctx.exceptions;
    if error.fast_isinstance(exceptions.system_exit) {
        return ((vm.handle_exit_exception(error) & 0xff) as u8, None);
    }
    let raised = own::told(&error, vm);
    let status = match error.fast_isinstance(exceptions.keyboard_interrupt) {
        true => 130,
        false => 1,
    };
    vm.print_exception(&error);
    (status, Some(raised))
}

/// Prepares the interpreter for the program, and gives it its names.
fn started(program: &Program, place: &Place, vm: &VirtualMachine) -> PyResult<Scope> {
    system::prepare(vm, program)?;
    let own = vm.import("_manyhands", 0)?;
    let threads = vm.import("_thread_of_manyhands", 0)?;
    let builtin = vm.import("_thread", 0)?;
    own.set_attr("usual_excepthook", builtin.get_attr("_excepthook", vm)?, vm)?;
    for name in thread::REPLACED {
        let name = vm.ctx.intern_str(name);
        builtin.set_attr(name, threads.get_attr(name, vm)?, vm)?;
    }
    let set = |name: &'static str, text: &str| own.set_attr(name, vm.ctx.new_str(text), vm);
    set("folder", &place.folder)?;
    set("library_root", library::ROOT)?;
    set("executable", &place.executable)?;
    match &program.input {
        Input::Text(text) | Input::Asked(text) => set("input_text", text)?,
        Input::Own => own.set_attr("input_text", vm.ctx.none(), vm)?,
    }
    let asks = matches!(program.input, Input::Own | Input::Asked(_));
    own.set_attr("asks", vm.ctx.new_bool(asks), vm)?;
    own.set_attr("environment", environment_of(program, vm)?, vm)?;
    own.set_attr("echoes", vm.ctx.new_bool(program.echo), vm)?;
    let names = vm.new_scope_with_builtins();
    let code = vm
        .compile(START, Mode::Exec, "<start>")
        .map_err(|error| error.into_pyexception(vm, Some(START)))?;
    vm.run_code_obj(code, names)?;

    let scope = vm.new_scope_with_builtins();
    let main = vm.new_module("__main__", scope.globals.clone(), None);
    let text = |text: &str| vm.ctx.new_str(text);
    scope
        .globals
        .set_item("__name__", text("__main__").into(), vm)?;
    if place.file != NO_FILE {
        scope
            .globals
            .set_item("__file__", text(&place.file).into(), vm)?;
    }
    for name in [
        "__doc__",
        "__package__",
        "__loader__",
        "__spec__",
        "__cached__",
    ] {
        scope.globals.set_item(name, vm.ctx.none(), vm)?;
    }
    let modules = vm.sys_module.get_attr("modules", vm)?;
    modules.set_item("__main__", main.into(), vm)?;
    Ok(scope)
}

/// What `os.environ` is to be, where it is not what it is already.
fn environment_of(program: &Program, vm: &VirtualMachine) -> PyResult {
    let begun = program.begun.as_ref();
    let Some(given) = begun.and_then(Begun::environment) else {
        return Ok(vm.ctx.none());
    };
    let environment = vm.ctx.new_dict();
    for (name, value) in given {
        environment.set_item(name.as_str(), vm.ctx.new_str(value.as_str()).into(), vm)?;
    }
    Ok(environment.into())
}

/// Compiles the program and runs it.
fn stoppable(text: &str, file: &str, scope: Scope, vm: &VirtualMachine) -> PyResult<()> {
    // What is wrong with it is said of it as it is, and not as it runs.
    let plain = vm
        .compile(text, Mode::Exec, file)
        .map_err(|error| error.into_pyexception(vm, Some(text)))?;
    let code = checks::compile(text, Mode::Exec, file, vm).unwrap_or(plain);
    vm.run_code_obj(code, scope).map(drop)
}
