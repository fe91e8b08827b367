//! What the operating system is for a Python program that runs natively: the system's own.

use super::waits::blocking;
use super::{Folder, NO_FILE, Program, library};
use crate::contract::{Error, Stream, What};
use crate::platform::sys::process::binary;
use rustpython_vm::convert::ToPyException;
use rustpython_vm::{InterpreterBuilder, PyResult, VirtualMachine};
use std::collections::HashMap;
use std::fs;
use std::io::{self, BufRead, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Modules of `rustpython-stdlib` that ask the system for what the engine's threads do not have: signals of their own.
pub(super) const LEFT_OUT: &[&str] = &["faulthandler"];

/// Adds what a program needs to the interpreter that is to be built.
pub(super) fn add(builder: InterpreterBuilder) -> InterpreterBuilder {
    builder.add_frozen_modules(library::all())
}

/// Makes the interpreter ready for a program.
///
/// # Errors
/// None: the system is there.
pub(super) fn prepare(_: &VirtualMachine, _: &Program) -> PyResult<()> {
    Ok(())
}

/// The next line of this program's own standard input; empty at its end.
///
/// # Errors
/// The system's.
pub(super) fn read_line(vm: &VirtualMachine) -> PyResult<Vec<u8>> {
    let on = What::Wait {
        on: "standard input".into(),
    };
    let mut line = Vec::new();
    let read = blocking(vm, on, || io::stdin().lock().read_until(b'\n', &mut line));
    read.map_err(|error| error.to_pyexception(vm))?;
    Ok(line)
}

/// Writes to this program's own stream.
///
/// # Errors
/// The system's.
pub(super) fn echo(stream: Stream, bytes: &[u8]) -> io::Result<()> {
    match stream {
        Stream::Stdout => {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            out.flush()
        }
        Stream::Stderr => io::stderr().lock().write_all(bytes),
    }
}

/// Where a program runs.
pub(super) struct Place {
    pub folder: String,
    /// Its file's name, as tracebacks have it.
    pub file: String,
    /// `sys.argv[0]`.
    pub argument: String,
    /// The folder where it is a fresh one, and what lay in it.
    fresh: Option<(tempfile::TempDir, HashMap<PathBuf, Known>)>,
    before: Option<PathBuf>,
    /// `sys.executable`: this binary, by a name by which it is nothing but Python. Empty where it has none.
    pub executable: String,
    /// The folder in which that is.
    link: Option<tempfile::TempDir>,
}

/// This binary by the names of Python, in a folder of its own.
#[cfg(unix)]
fn linked() -> io::Result<(tempfile::TempDir, String)> {
    let folder = tempfile::tempdir()?;
    let binary = binary()?.canonicalize()?;
    for name in "python python3".split(' ') {
        std::os::unix::fs::symlink(&binary, folder.path().join(name))?;
    }
    let path = folder.path().join("python3").display().to_string();
    Ok((folder, path))
}

/// Elsewhere a link needs rights of its own.
#[cfg(not(unix))]
fn linked() -> io::Result<(tempfile::TempDir, String)> {
    Err(io::ErrorKind::Unsupported.into())
}

/// What a process of the program begins with of its files: they are the system's, and there for all.
pub(super) fn files_for_a_process() -> Vec<u8> {
    Vec::new()
}

/// Takes what the parent's files were: see [`files_for_a_process`].
///
/// # Errors
/// None.
pub(super) fn take_files(_: &[u8], _: u32) -> Result<(), String> {
    Ok(())
}

/// A file of another program's: natively the system starts those.
///
/// # Errors
/// Always.
pub(super) fn file(_: &Path) -> Result<(PathBuf, Vec<u8>), String> {
    Err("[Errno 38] Function not implemented".into())
}

/// Ends another program that this one has started.
pub(super) fn kill(program: i32) {
    #[cfg(unix)]
    // SAFETY: a number that the system gave, of a program that nobody has waited for yet.
    unsafe {
        libc::kill(program, libc::SIGKILL);
    }
    #[cfg(not(unix))]
    let _ = program;
}

/// By what a changed file is found: its size, and when it was written.
type Known = (u64, Option<SystemTime>);

impl Place {
    pub fn of(program: &Program) -> Result<Self, Error> {
        let mut place = Self::laid_down(program)?;
        match &program.begun {
            Some(begun) => place.executable.clone_from(&begun.executable),
            None => {
                if let Ok((folder, path)) = linked() {
                    (place.link, place.executable) = (Some(folder), path);
                }
            }
        }
        Ok(place)
    }

    fn laid_down(program: &Program) -> Result<Self, Error> {
        match &program.folder {
            Folder::Here(path) => {
                let parent = path.parent().unwrap_or(Path::new("."));
                Ok(Self {
                    folder: parent.display().to_string(),
                    file: match path.ends_with(NO_FILE) {
                        true => NO_FILE.into(),
                        false => path.display().to_string(),
                    },
                    argument: program.name.clone(),
                    fresh: None,
                    before: None,
                    executable: String::new(),
                    link: None,
                })
            }
            Folder::Fresh => {
                let failed = |error: std::io::Error| {
                    Error::failed(format!(
                        "the program's files could not be laid down: {error}"
                    ))
                };
                let folder = tempfile::tempdir().map_err(failed)?;
                let own = (program.name.clone(), program.text.clone().into_bytes());
                for (name, bytes) in program.files.iter().chain([&own]) {
                    let path = folder.path().join(name);
                    if let Some(parent) = path.parent() {
                        fs::create_dir_all(parent).map_err(failed)?;
                    }
                    fs::write(path, bytes).map_err(failed)?;
                }
                let path = folder.path().canonicalize().map_err(failed)?;
                let before = std::env::current_dir().ok();
                std::env::set_current_dir(&path).map_err(failed)?;
                let known = files_in(&path);
                Ok(Self {
                    folder: path.display().to_string(),
                    file: program.name.clone(),
                    argument: program.name.clone(),
                    fresh: Some((folder, known)),
                    before,
                    executable: String::new(),
                    link: None,
                })
            }
        }
    }

    /// The files that are new or changed, where the folder is a fresh one.
    pub fn changed(&self) -> Vec<(String, Vec<u8>)> {
        let Some((folder, known)) = &self.fresh else {
            return Vec::new();
        };
        let mut changed: Vec<(String, Vec<u8>)> = files_in(folder.path())
            .into_iter()
            .filter(|(path, now)| known.get(path) != Some(now))
            .filter_map(|(path, _)| {
                let bytes = fs::read(folder.path().join(&path)).ok()?;
                Some((path.to_string_lossy().into_owned(), bytes))
            })
            .collect();
        changed.sort();
        changed
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = std::env::set_current_dir(before);
        }
    }
}

/// The files below a folder, by their paths relative to it; links are not followed.
fn files_in(folder: &Path) -> HashMap<PathBuf, Known> {
    let mut found = HashMap::new();
    let mut open = vec![PathBuf::new()];
    while let Some(inner) = open.pop() {
        let Ok(entries) = fs::read_dir(folder.join(&inner)) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = inner.join(entry.file_name());
            match entry.metadata() {
                Ok(of) if of.is_dir() => open.push(path),
                Ok(of) if of.is_file() => {
                    found.insert(path, (of.len(), of.modified().ok()));
                }
                _ => {}
            }
        }
    }
    found
}
