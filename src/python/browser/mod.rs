//! What an operating system is for a Python program in a page: files in memory, clocks, the program's own descriptors and
//! numbers, and refusals of what a page has not.
//!
//! What is hot or whose errors a program sees is written in Rust, so that a traceback ends in the program; what is thin is
//! Python, in `lib/`, which `build.rs` compiles into the library.

// A module of Python's stands in a file of its name.
#![allow(clippy::module_inception)]

mod clocks;
mod disk;
mod errno;
mod file_io;
mod os_error;
mod posix;

use super::life::life;
use super::waits::{On, Watched, blocking, stopped};
use super::{Folder, NO_FILE, Program, library};
use crate::contract::{Error, Stream, What};
use crate::platform::events;
use rustpython_vm::function::OptionalArg;
use rustpython_vm::{InterpreterBuilder, PyResult, VirtualMachine};
use std::collections::VecDeque;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

/// Modules of `rustpython-stdlib` that do not work in a browser, and in whose place stand those of the library, or none:
/// they ask the system for the time, for signals, or for a network.
pub(super) const LEFT_OUT: &[&str] = &["_datetime", "_socket", "faulthandler"];

/// Adds what a program needs to the interpreter that is to be built.
pub(super) fn add(builder: InterpreterBuilder) -> InterpreterBuilder {
    let modules = [
        clocks::module_def(&builder.ctx),
        file_io::module_def(&builder.ctx),
        posix::module_def(&builder.ctx),
    ];
    builder
        .add_native_modules(&modules)
        .add_frozen_modules(library::frozen())
        // To look for garbage that refers to itself, all threads must be stopped, which panics in a browser: it asks `std`
        // for the time.
        .init_hook(|vm| vm.state.gc.disable())
}

/// Makes the interpreter ready for a program.
///
/// # Errors
/// What a module raised; the interpreter is of no use then.
pub(super) fn prepare(vm: &VirtualMachine, _: &Program) -> PyResult<()> {
    ANSWERS.look(VecDeque::clear);
    os_error::install(vm)?;
    no_collector(vm)?;
    clocks::install(vm)?;
    file_io::install(vm)?;
    // What `rustpython-vm` does itself where there is a system: modules are files too.
    for module in ["posix", "marshal"] {
        vm.import(module, 0)?;
    }
    vm.import("_frozen_importlib", 0)?
        .get_attr("_install_external_importers", vm)?
        .call((), vm)?;
    let finders = vm.sys_module.get_attr("meta_path", vm)?;
    vm.call_method(&finders, "append", (vm.import("_library", 0)?,))?;
    vm.sys_module
        .set_attr("_stdlib_dir", vm.ctx.new_str(library::ROOT), vm)
}

/// `gc.collect()` finds nothing, and `gc.enable()` enables nothing.
fn no_collector(vm: &VirtualMachine) -> PyResult<()> {
    let gc = vm.import("gc", 0)?;
    let collect = vm.new_function("collect", |_generation: OptionalArg<i32>| 0);
    let enable = vm.new_function("enable", || {});
    gc.set_attr("collect", collect, vm)?;
    gc.set_attr("enable", enable, vm)
}

/// Where a program runs: a fresh folder, which is there until the next program's is made.
pub(super) struct Place {
    pub folder: String,
    /// Its file's name, as tracebacks have it.
    pub file: String,
    /// `sys.argv[0]`.
    pub argument: String,
    /// `sys.executable`.
    pub executable: String,
}

/// By this name a program finds the interpreter, which is no file.
const EXECUTABLE: &str = "/bin/python3";

/// There are no other programs than processes.
pub(super) fn kill(_: i32) {}

/// What a process of the program begins with of its files.
pub(super) fn files_for_a_process() -> Vec<u8> {
    disk::saved()
}

/// Takes what the parent's files were: see [`files_for_a_process`]. `process` is a number that no other process has.
///
/// # Errors
/// Where they are not to be read.
pub(super) fn take_files(files: &[u8], process: u32) -> Result<(), String> {
    disk::take(files, process)
}

/// The file at this path: or, of a folder, the one in it that stands for it.
///
/// # Errors
/// As Python has it.
pub(super) fn file(path: &Path) -> Result<(PathBuf, Vec<u8>), String> {
    let said = |error: errno::Errno| format!("[Errno {}] {}", error.0, errno::message(error.0));
    let is_folder = |path: &str| disk::stat(path).is_ok_and(disk::Stat::is_folder);
    let mut path = path.display().to_string();
    if is_folder(&path) {
        path = format!("{path}/__main__.py");
    }
    let descriptor = disk::open(&path, disk::O_RDONLY, 0).map_err(said)?;
    let bytes = disk::read_all(descriptor).map_err(said)?;
    disk::close(descriptor).map_err(said)?;
    Ok((path.into(), bytes))
}

impl Place {
    pub fn of(program: &Program) -> Result<Self, Error> {
        if let (Folder::Here(path), Some(begun)) = (&program.folder, &program.begun) {
            if let Some(folder) = begun.folder() {
                // It was looked for by whoever began it.
                let _ = disk::change_current(folder);
            }
            let path = path.display().to_string();
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            return Ok(Self::begun_in(
                folder,
                if name == NO_FILE { name } else { &path },
                &program.name,
            ));
        }
        if let Folder::Here(path) = &program.folder {
            let path = path.display();
            return Err(Error::unsupported(format!(
                "{path}: a page has no folders of its own"
            )));
        }
        let own = (program.name.clone(), program.text.clone().into_bytes());
        let files = program.files.iter().cloned().chain([own]).collect();
        disk::begin(files).map_err(|error| {
            let why = errno::message(error.0);
            Error::failed(format!("the program's files could not be laid down: {why}"))
        })?;
        Ok(Self::begun_in(disk::HOME, &program.name, &program.name))
    }

    fn begun_in(folder: &str, file: &str, argument: &str) -> Self {
        disk::set_streams(Some(Arc::new(OfProgram)));
        clocks::begin();
        Self {
            folder: folder.into(),
            file: file.into(),
            argument: argument.into(),
            executable: EXECUTABLE.into(),
        }
    }

    /// The files that are new or changed.
    pub fn changed(&self) -> Vec<(String, Vec<u8>)> {
        disk::changed()
    }
}

/// The program's output, for whoever writes to its descriptors. Its input is read by name only.
struct OfProgram;

impl disk::Streams for OfProgram {
    fn write(&self, stream: i32, bytes: &[u8]) -> Result<usize, errno::Errno> {
        let stream = match stream {
            2 => Stream::Stderr,
            _ => Stream::Stdout,
        };
        let life = life().ok_or(errno::EBADF)?;
        life.output.write(stream, bytes).map_err(|_| errno::EIO)?;
        Ok(bytes.len())
    }

    fn read(&self, _bytes: &mut [u8]) -> Result<usize, errno::Errno> {
        Ok(0)
    }
}

/// What came of the questions of this run, in their order: a line, or the end of input.
static ANSWERS: LazyLock<Arc<Watched<VecDeque<Option<String>>>>> = LazyLock::new(Arc::default);

/// Gives the run's program the line that it asked for; `None` is the end of its input.
pub fn answer(line: Option<String>) {
    ANSWERS.change_for_one(|answers| answers.push_back(line));
}

/// The next line, for which whoever shows the program is asked, or whoever has begun it; empty at the end.
///
/// # Errors
/// That of a stop.
pub(super) fn read_line(vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    if let Some(life) = life()
        && life.processes.begun.is_some()
    {
        let on = What::Wait {
            on: "standard input".into(),
        };
        return blocking(vm, on, || life.processes.read_line()).map_err(|_| stopped(vm));
    }
    let prompt = life().map(|life| life.output.prompt());
    events::emit(What::Ask {
        prompt: prompt.unwrap_or_default(),
    });
    let mut answered = None;
    ANSWERS.wait(None, &On::Words("standard input"), vm, |answers| {
        answered = answers.pop_front();
        answered.is_some()
    })?;
    Ok(match answered.flatten() {
        Some(line) => format!("{line}\n").into_bytes(),
        None => Vec::new(),
    })
}

/// Writes to this program's own stream: a page has none.
///
/// # Errors
/// None.
pub(super) fn echo(_: Stream, _: &[u8]) -> io::Result<()> {
    Ok(())
}
