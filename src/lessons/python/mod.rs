//! A program of the reader's own, in Python itself.

mod about;

use super::prelude::*;
use crate::contract::parameters::Refusal;
use crate::engine::parameters::Workers;
#[cfg(feature = "python")]
use crate::engine::replace_beyond;
#[cfg(feature = "python")]
use crate::engine::targets::TargetEntry;
#[cfg(feature = "python")]
use crate::platform::files::{self, Unread};
use serde_json::{Map, Value};

/// A program in Python, and what it begins with.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Python {
    /// The text of `main.py`.
    #[serde(default = "program")]
    #[schemars(title = "Program")]
    program: String,

    /// Further files by their names, which lie beside it: {"numbers.txt": "1 2 3"}.
    #[serde(default)]
    #[schemars(title = "Files")]
    files: Map<String, Value>,

    /// Whether one thread runs at a time, or all of them.
    #[serde(default)]
    #[schemars(title = "Interpreter")]
    interpreter: Interpreter,

    /// How long a thread runs before another that waits may have the GIL: `sys.getswitchinterval()`.
    #[serde(default = "switch_interval_ms")]
    #[schemars(title = "Switch interval", extend("x-unit" = "ms"), range(min = 0.01, max = 10_000))]
    switch_interval_ms: f64,

    /// What the program is started with: `sys.argv[1:]`.
    #[serde(default)]
    #[schemars(title = "Arguments", length(max = 1_000))]
    arguments: Vec<String>,

    /// What `input()` and `sys.stdin` read.
    #[serde(default)]
    #[schemars(title = "Input")]
    input: String,

    /// What `os.cpu_count()` says.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Processors", extend("x-default" = "logical-processors"))]
    workers: Workers,
}

/// The interpreter, with its lock or without.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Interpreter {
    /// One thread at a time, changed as CPython changes.
    #[default]
    Gil,
    /// No lock: threads run at the same time.
    FreeThreaded,
}

/// One of the lectures' programs, without what its end says that it must print.
fn program() -> String {
    let whole = include_str!("../../../programs/gil.py");
    match whole.split_once("\n# expect") {
        Some((program, _)) => program.into(),
        None => whole.into(),
    }
}

fn switch_interval_ms() -> f64 {
    5.0
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// The program's exit status: 0 where all went well.
    exit: u8,
    /// What ended the main thread, where that was an exception.
    exception: Option<Exception>,
    /// What ended other threads.
    thread_exceptions: Vec<ThreadException>,
    /// How many threads were started.
    threads: u32,
    /// How many processes were started.
    processes: u32,
}

/// An exception, and where it was raised.
#[derive(Debug, Serialize, JsonSchema)]
struct Exception {
    /// Its class.
    r#type: String,
    /// Its text.
    message: String,
    /// The file of the line that raised it.
    file: String,
    /// The line's number, from 1.
    line: u32,
}

/// An exception that ended a thread.
#[derive(Debug, Serialize, JsonSchema)]
struct ThreadException {
    /// The thread's name.
    thread: String,
    /// The exception.
    #[serde(flatten)]
    exception: Exception,
}

/// How many files may lie beside a program, and how many bytes they and it may have.
const MOST_FILES: usize = 200;
const MOST_BYTES: usize = 100 << 20;

impl Lesson for Python {
    const ABOUT: About = about::ABOUT;
    #[cfg(feature = "python")]
    const TARGETS: &'static [TargetEntry] = &[TargetEntry {
        name: crate::python::TARGET,
        main: |connection| Box::pin(crate::python::serve(&super::REGISTRY, connection)),
    }];
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        check_files(&self.program, &self.files)
    }

    fn needs(&self) -> Needs {
        #[cfg(feature = "python")]
        let threads = crate::python::THREADS_AT_FIRST;
        #[cfg(not(feature = "python"))]
        let threads = 0;
        Needs {
            workers: self.workers.count(),
            threads,
            shared_memory: true,
            ..Needs::default()
        }
    }

    #[cfg(not(feature = "python"))]
    async fn run(self, _: Context) -> Result<Outcome, Error> {
        Err(without_python())
    }

    #[cfg(feature = "python")]
    async fn run(self, context: Context) -> Result<Outcome, Error> {
        use crate::python::{Folder, Input, Program, Raised, run};
        // Each program leaves some memory behind: what refers to itself is not collected at its end.
        replace_beyond(768 << 20);
        let place = door::take();
        let is_here = matches!(place.folder, Folder::Here(_));
        let mut files: Vec<_> = self
            .files
            .into_iter()
            .filter_map(|(name, text)| Some((name, text.as_str()?.as_bytes().to_vec())))
            .collect();
        files.append(&mut handed_over().await?);
        let program = Program {
            text: self.program,
            name: place.name,
            files,
            arguments: self.arguments,
            input: match place.beyond {
                door::Beyond::Own if self.input.is_empty() => Input::Own,
                door::Beyond::Own | door::Beyond::End => Input::Text(self.input),
                door::Beyond::Asked => Input::Asked(self.input),
            },
            gil: self.interpreter == Interpreter::Gil,
            switch_interval: std::time::Duration::from_secs_f64(self.switch_interval_ms / 1e3),
            workers: self.workers.0,
            folder: place.folder,
            echo: place.echo,
            begun: None,
        };
        let ended = run(&context, program).await?;
        let exception = |raised: Raised| Exception {
            r#type: raised.class,
            message: raised.message,
            file: raised.file,
            line: raised.line,
        };
        if !is_here {
            for (name, bytes) in ended.changed {
                context.artifact(&name, media_type(&name), bytes);
            }
        }
        Ok(Outcome {
            exit: ended.exit,
            exception: ended.exception.map(exception),
            thread_exceptions: ended
                .thread_exceptions
                .into_iter()
                .map(|raised| ThreadException {
                    thread: raised.thread.clone(),
                    exception: exception(raised),
                })
                .collect(),
            threads: ended.threads,
            processes: ended.processes,
        })
    }
}

#[cfg(not(feature = "python"))]
pub(super) fn without_python() -> Error {
    Error::unsupported(
        "this program was built without its Python; `npm run native` builds one that has it, target/release/manyhands",
    )
}

/// Whether a program and the files beside it are such as can be laid down.
pub(super) fn check_files(program: &str, files: &Map<String, Value>) -> Result<(), Refusal> {
    let refuse = |message: String| Err(Refusal::new("files", message));
    if files.len() > MOST_FILES {
        return refuse(format!(
            "{} were given; allowed are {MOST_FILES} at most",
            files.len()
        ));
    }
    let mut bytes = program.len();
    for (name, text) in files {
        if let Some(wrong) = wrong_with(name) {
            return refuse(format!(
                "the name {name:?} {wrong}; allowed are relative names of files, with / between folders"
            ));
        }
        let Some(text) = text.as_str() else {
            return refuse(format!("{name:?} is {text}; allowed is a text"));
        };
        bytes += text.len();
    }
    if bytes > MOST_BYTES {
        return refuse(format!(
            "with the program they have {bytes} bytes; allowed are {MOST_BYTES} at most"
        ));
    }
    Ok(())
}

/// The files that a page handed over beside the parameters, with their bytes.
#[cfg(feature = "python")]
async fn handed_over() -> Result<Vec<(String, Vec<u8>)>, Error> {
    let refuse = |message: String| {
        Error::invalid(
            "files",
            format!("files handed over with the run: {message}"),
        )
    };
    let names = files::names();
    if names.len() > MOST_FILES {
        return Err(refuse(format!(
            "{} were given; allowed are {MOST_FILES} at most",
            names.len()
        )));
    }
    let mut all = Vec::new();
    let mut left = MOST_BYTES;
    for name in names {
        if let Some(wrong) = wrong_with(&name) {
            return Err(refuse(format!(
                "the name {name:?} {wrong}; allowed are relative names of files, with / between folders"
            )));
        }
        let bytes = match files::read(&name, left as u64).await {
            Ok(bytes) => bytes,
            Err(Unread::Failed(reason)) => return Err(Error::failed(reason)),
            Err(Unread::NotAllowed(reason)) => {
                return Err(refuse(format!(
                    "{name:?} is not allowed; allowed are files that can be read, of at most {MOST_BYTES} bytes together ({reason})"
                )));
            }
        };
        left -= bytes.len();
        all.push((name, bytes));
    }
    Ok(all)
}

/// What is wrong with a name for a file, where something is.
fn wrong_with(name: &str) -> Option<&'static str> {
    let parts = || name.split('/');
    if name.is_empty() || parts().any(str::is_empty) {
        Some("has an empty part")
    } else if parts().any(|part| part == "." || part == "..") {
        Some("leads elsewhere")
    } else if name == "main.py" {
        Some("is that of the program itself")
    } else if name
        .chars()
        .any(|c| c.is_control() || "\\:*?\"<>|".contains(c))
    {
        Some("has a character that some systems have in no name")
    } else if parts().any(|part| part.ends_with(['.', ' ']) || part.len() > 255) {
        Some("has a part that some systems cannot hold")
    } else {
        None
    }
}

#[cfg(feature = "python")]
fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("zip") => "application/zip",
        Some("json") => "application/json",
        Some("txt" | "py" | "csv" | "log" | "md") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// What a door decides for the next program that runs, and no parameter says.
#[cfg(feature = "python")]
pub mod door {
    use crate::platform::lock;
    use crate::python::Folder;
    use std::sync::Mutex;

    /// Where a program runs, and what it reads and writes.
    #[derive(Debug)]
    pub struct Place {
        /// What the program is called.
        pub name: String,
        /// The folder.
        pub folder: Folder,
        /// What it reads where no text was given, or beyond it.
        pub beyond: Beyond,
        /// Whether it writes to this program's own standard output and error.
        pub echo: bool,
    }

    /// What a program reads that has read all the text that was given for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Beyond {
        /// The end of its input.
        End,
        /// This program's own standard input, where no text was given.
        Own,
        /// What its reader is asked for.
        Asked,
    }

    impl Default for Place {
        fn default() -> Self {
            Self {
                name: "main.py".into(),
                folder: Folder::Fresh,
                beyond: Beyond::End,
                echo: false,
            }
        }
    }

    static NEXT: Mutex<Option<Place>> = Mutex::new(None);

    /// Says where the next program runs.
    pub fn set(place: Place) {
        *lock(&NEXT) = Some(place);
    }

    pub(super) fn take() -> Place {
        lock(&NEXT).take().unwrap_or_default()
    }
}
