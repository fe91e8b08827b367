//! Programs in Python, and the lessons beside them, run to their ends.

use crate::harness::{Skipped, python};
use serde_json::Value;
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A program in Python, and where it comes from.
pub struct Program<T> {
    pub of: T,
    pub what: String,
    pub source: String,
}

/// How long a program may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(300);

/// The command `manyhands`.
const BINARY: &str = env!("CARGO_BIN_EXE_manyhands");

/// Where a program looks for commands: first where `manyhands` is.
fn path() -> OsString {
    let mut folders: Vec<PathBuf> = Path::new(BINARY)
        .parent()
        .map(PathBuf::from)
        .into_iter()
        .collect();
    if let Some(path) = std::env::var_os("PATH") {
        folders.extend(std::env::split_paths(&path));
    }
    std::env::join_paths(folders).expect("folders without a colon")
}

/// Runs a program, and gives what it printed or what went wrong.
fn run(python: &str, folder: &Path, number: usize, source: &str) -> Result<String, String> {
    // A file, because multiprocessing imports the program again in its children, and with no
    // module's name, because the program's own folder is where Python looks first.
    let name = |ending: &str| folder.join(format!("listing_{number}.{ending}"));
    let create = |ending| File::create(name(ending)).map_err(|error| error.to_string());
    std::fs::write(name("py"), source).map_err(|error| error.to_string())?;
    let begin = Instant::now();
    let mut child = Command::new(python)
        .arg(name("py"))
        .current_dir(folder)
        .env("PATH", path())
        .stdin(Stdio::null())
        .stdout(create("out")?)
        .stderr(create("err")?)
        .spawn()
        .map_err(|error| error.to_string())?;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        if begin.elapsed() > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("it did not end within {} s", LIMIT.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |ending| std::fs::read_to_string(name(ending)).unwrap_or_default();
    match status.success() {
        true => Ok(read("out")),
        false => Err(format!("{status}\n{}", read("err"))),
    }
}

/// Calls `act` with each, as many at the same time as there are processors, and fails with all that
/// it complains of.
pub fn each<T: Send>(all: Vec<T>, act: impl Fn(usize, T) -> Result<(), String> + Sync) {
    let count = all.len();
    let todo = Mutex::new(all.into_iter().enumerate());
    let failed = Mutex::new(Vec::new());
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                loop {
                    let Some((number, one)) = todo.lock().expect("no panic").next() else {
                        return;
                    };
                    if let Err(wrong) = act(number, one) {
                        failed.lock().expect("no panic").push(wrong);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no panic");
    let failures = failed.len();
    assert!(
        failures == 0,
        "{failures} of {count} failed\n{}",
        failed.join("\n\n")
    );
}

/// Runs all programs, each of which must print something, and hands on what it printed.
pub fn run_all<T: Send>(
    scratch: &str,
    programs: Vec<Program<T>>,
    check: impl Fn(&T, &str) -> Result<(), String> + Sync,
) -> Result<(), Skipped> {
    let python = python()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(scratch);
    std::fs::create_dir_all(&folder).expect("a folder");
    each(programs, |number, Program { of, what, source }| {
        let checked = match run(python, &folder, number, &source) {
            Ok(output) if output.is_empty() => Err("it prints nothing".to_string()),
            Ok(output) => check(&of, &output).map_err(|wrong| format!("{wrong}\n{output}")),
            Err(error) => Err(error),
        };
        checked.map_err(|wrong| format!("{what}: {wrong}\n{source}"))
    });
    Ok(())
}

/// Runs a lesson, as its command does, with more arguments; its record, or the exit code and what
/// was said.
pub fn run_lesson(
    lesson: &str,
    preset: Option<&str>,
    params: &Value,
    more: &[&str],
) -> Result<Value, (Option<i32>, String)> {
    let mut command = Command::new(BINARY);
    command.args(["run", lesson, "--json", "--params", &params.to_string()]);
    command.args(preset.into_iter().flat_map(|preset| ["--preset", preset]));
    let output = command
        .args(more)
        .output()
        .map_err(|error| (None, error.to_string()))?;
    match output.status.success() {
        true => serde_json::from_slice(&output.stdout).map_err(|error| (None, error.to_string())),
        false => Err((
            output.status.code(),
            String::from_utf8_lossy(&output.stderr).into(),
        )),
    }
}
