//! What an interpreter is asked to run, by the arguments that it was given: as CPython's command line has them.

use std::path::{Path, PathBuf};

/// What is to be run.
#[derive(Debug)]
pub struct Asked {
    /// Its text.
    pub text: String,
    /// Its file, or what stands for one.
    pub file: PathBuf,
    /// `sys.argv[0]`.
    pub name: String,
    /// What comes after that.
    pub arguments: Vec<String>,
}

/// What the arguments come to.
#[derive(Debug)]
pub enum Said {
    /// This is to be run.
    Run(Asked),
    /// It is to say what it is.
    Version,
    /// There is nothing to run; why.
    Refused(String),
}

/// What it says that it is.
pub const VERSION: &str = "Python 3.14.0";

/// Where programs come from.
pub trait Source {
    /// The working folder.
    fn here(&self) -> PathBuf;

    /// The file at this path: or, of a folder, the one in it that stands for it.
    ///
    /// # Errors
    /// The system's, as `[Errno 2] No such file or directory`.
    fn file(&self, path: &Path) -> Result<(PathBuf, Vec<u8>), String>;

    /// Standard input, to its end.
    ///
    /// # Errors
    /// The system's.
    fn input(&self) -> Result<String, String>;
}

/// Reads the arguments: a file, `-c` and a text, `-m` and a module, or standard input.
pub fn asked(arguments: impl IntoIterator<Item = String>, source: &impl Source) -> Said {
    let mut arguments = arguments.into_iter();
    let from_input = |arguments| {
        Ok(Asked {
            text: source.input()?,
            file: source.here().join(super::NO_FILE),
            name: "-".into(),
            arguments,
        })
    };
    let asked = loop {
        let Some(argument) = arguments.next() else {
            break from_input(Vec::new());
        };
        match argument.as_str() {
            "-V" | "--version" => return Said::Version,
            "-" => break from_input(arguments.collect()),
            "-W" | "-X" => drop(arguments.next()),
            "-c" | "-m" => {
                let Some(what) = arguments.next() else {
                    return Said::Refused(format!("Argument expected for the {argument} option"));
                };
                let text = match argument.as_str() {
                    "-c" => what,
                    _ => format!("import runpy; runpy._run_module_as_main({what:?})"),
                };
                break Ok(Asked {
                    text,
                    file: source.here().join(super::NO_FILE),
                    name: argument,
                    arguments: arguments.collect(),
                });
            }
            // What changes how CPython begins, or what it warns of.
            option if is_without_meaning(option) => {}
            option if option.starts_with('-') => {
                return Said::Refused(format!("unknown option {option}"));
            }
            file => break from_file(file, arguments.collect(), source),
        }
    };
    match asked {
        Ok(asked) => Said::Run(asked),
        Err(reason) => Said::Refused(reason),
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

fn from_file(file: &str, arguments: Vec<String>, source: &impl Source) -> Result<Asked, String> {
    let whole: PathBuf = source.here().join(file).components().collect();
    let (path, bytes) = source
        .file(&whole)
        .map_err(|why| format!("can't open file '{}': {why}", whole.display()))?;
    let text = String::from_utf8(bytes)
        .map_err(|_| format!("can't read file '{}': it is no UTF-8", whole.display()))?;
    Ok(Asked {
        text: text.trim_start_matches('\u{feff}').into(),
        file: path,
        name: file.into(),
        arguments,
    })
}
