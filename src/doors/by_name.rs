//! The binary by a name of Python's, as `python3`: nothing but an interpreter, as `sys.executable` must be one for programs
//! that start others.

use super::command_line::run_text;
use super::terminal::say;
use std::env;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What it says that it is.
const VERSION: &str = "Python 3.14.0";

/// Whether the binary was called by such a name.
pub(super) fn is_python() -> bool {
    let name = env::args_os().next().unwrap_or_default();
    let stem = Path::new(&name).file_stem().unwrap_or_default();
    stem.to_string_lossy()
        .strip_prefix("python")
        .is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '.'))
}

/// What is to be run: its text, its file or what stands for one, `sys.argv[0]`, and what comes after that.
struct Asked {
    text: String,
    file: PathBuf,
    name: String,
    arguments: Vec<String>,
}

/// Runs what the arguments say, as CPython's do: a file, `-c` and a text, `-m` and a module, or standard input.
pub(super) fn run() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(|argument| {
        argument
            .into_string()
            .unwrap_or_else(|argument| argument.to_string_lossy().into_owned())
    });
    let here = || env::current_dir().unwrap_or_default().join("<string>");
    let asked = loop {
        let Some(argument) = arguments.next() else {
            break from_input(Vec::new(), here());
        };
        match argument.as_str() {
            "-V" | "--version" => {
                return match say(&format!("{VERSION}\n")) {
                    Ok(()) => ExitCode::SUCCESS,
                    Err(_) => ExitCode::FAILURE,
                };
            }
            "-" => break from_input(arguments.collect(), here()),
            "-W" | "-X" => drop(arguments.next()),
            "-c" | "-m" => {
                let Some(what) = arguments.next() else {
                    return refuse(&format!("Argument expected for the {argument} option"));
                };
                let text = match argument.as_str() {
                    "-c" => what,
                    _ => format!("import runpy; runpy._run_module_as_main({what:?})"),
                };
                break Ok(Asked {
                    text,
                    file: here(),
                    name: argument,
                    arguments: arguments.collect(),
                });
            }
            // What changes how CPython begins, or what it warns of.
            option if is_without_meaning(option) => {}
            option if option.starts_with('-') => {
                return refuse(&format!("unknown option {option}"));
            }
            file => break from_file(file, arguments.collect()),
        }
    };
    match asked {
        Ok(asked) => run_text(asked.text, &asked.file, asked.name, asked.arguments),
        Err(reason) => refuse(&reason),
    }
}

fn is_without_meaning(option: &str) -> bool {
    let letters = option.strip_prefix('-').unwrap_or_default();
    let is_of_words = letters.starts_with(['W', 'X']);
    is_of_words
        || !letters.is_empty()
            && letters
                .chars()
                .all(|letter| "bBdEiIOPqRsSuvx".contains(letter))
}

fn from_input(arguments: Vec<String>, file: PathBuf) -> Result<Asked, String> {
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| error.to_string())?;
    Ok(Asked {
        text,
        file,
        name: "-".into(),
        arguments,
    })
}

fn from_file(file: &str, arguments: Vec<String>) -> Result<Asked, String> {
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.into());
    let path = if whole.is_dir() {
        whole.join("__main__.py")
    } else {
        whole.clone()
    };
    let bytes = std::fs::read(&path).map_err(|error| {
        let number = error.raw_os_error().unwrap_or(2);
        let words = error.to_string();
        let words = words.split(" (os error").next().unwrap_or_default();
        format!(
            "can't open file '{}': [Errno {number}] {words}",
            whole.display()
        )
    })?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("can't read file '{}': it is no UTF-8", whole.display()))?;
    Ok(Asked {
        text: text.trim_start_matches('\u{feff}').into(),
        file: path,
        name: file.into(),
        arguments,
    })
}

/// Says why nothing is run, by the name that the binary was called.
fn refuse(reason: &str) -> ExitCode {
    let name = env::args().next().unwrap_or_default();
    let _ = writeln!(io::stderr(), "{name}: {reason}");
    ExitCode::from(2)
}
