//! The binary by a name of Python's, as `python3`: nothing but an interpreter, as `sys.executable` must be one for programs
//! that start others.

use super::command_line::run_text;
use super::terminal::say;
use crate::python::asked::{Said, Source, VERSION, asked};
use std::env;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Whether the binary was called by such a name.
pub(super) fn is_python() -> bool {
    let name = env::args_os().next().unwrap_or_default();
    let stem = Path::new(&name).file_stem().unwrap_or_default();
    stem.to_string_lossy()
        .strip_prefix("python")
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

struct System;

impl Source for System {
    fn here(&self) -> PathBuf {
        env::current_dir().unwrap_or_default()
    }

    fn file(&self, path: &Path) -> Result<(PathBuf, Vec<u8>), String> {
        let path = if path.is_dir() {
            path.join("__main__.py")
        } else {
            path.into()
        };
        let bytes = std::fs::read(&path).map_err(|error| {
            let number = error.raw_os_error().unwrap_or(2);
            let words = error.to_string();
            let words = words.split(" (os error").next().unwrap_or_default();
            format!("[Errno {number}] {words}")
        })?;
        Ok((path, bytes))
    }

    fn input(&self) -> Result<String, String> {
        let mut text = String::new();
        match io::stdin().read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// Runs what the arguments say, as CPython's do.
pub(super) fn run() -> ExitCode {
    let arguments = env::args_os().skip(1).map(|argument| {
        argument
            .into_string()
            .unwrap_or_else(|argument| argument.to_string_lossy().into_owned())
    });
    match asked(arguments, &System) {
        Said::Run(asked) => run_text(asked.text, &asked.file, asked.name, asked.arguments),
        Said::Version => match say(&format!("{VERSION}\n")) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        },
        Said::Refused(reason) => {
            let name = env::args().next().unwrap_or_default();
            let _ = writeln!(io::stderr(), "{name}: {reason}");
            ExitCode::from(2)
        }
    }
}
