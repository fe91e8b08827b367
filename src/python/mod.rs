//! Python itself: RustPython on the engine's own threads.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `asked` | what is to be run, by the arguments of a command line |
//! | `interpreter` | an interpreter made for a run, the program run in it from its first line to its last thread |
//! | `checks` | the places at which a program can be stopped and threads change: put into it as it is compiled |
//! | `gil` | the interpreter's lock, which is a switch |
//! | `life` | what a run has that all of its threads share |
//! | `waits` | waiting, seen in the trace and ended by a stop |
//! | `names` | what something is called in the program that waits for it |
//! | `thread` | the module `_thread`: locks, threads on the farm's, `threading.local` |
//! | `own` | the module `_manyhands`: what the interpreter's own Python (`start.py`) asks of this crate |
//! | `output` | standard output and error, line by line |
//! | `processes` | processes: `multiprocessing`, and what it is laid upon |
//! | `explore` | the schedules of a program searched: the same program, one thread at a time, again and again |
//! | `library` | Python's own library, as `build.rs` compiled it |
//! | `refused` | what is refused in a sentence where it is imported |
//! | `native`, `browser` | what an operating system is for a program: the system's own, or files in memory and clocks; both have the same names, and are `system` here |
//! | `share` | what threads use together, and no longer count |
//! | `stack` | how deep a program may call itself |
//!
//! One program runs at a time, as one run does. What is global here belongs to it: the interpreter's
//! lock, and whether its threads are to stop. What it starts as processes are programs of their own, in
//! processes of the engine.

pub mod asked;
#[cfg(target_family = "wasm")]
mod browser;
mod checks;
pub mod explore;
mod gil;
mod interpreter;
mod library;
mod life;
mod names;
#[cfg(not(target_family = "wasm"))]
mod native;
mod output;
mod own;
mod processes;
mod refused;
mod share;
mod stack;
mod thread;
mod waits;

#[cfg(target_family = "wasm")]
use browser as system;
#[cfg(not(target_family = "wasm"))]
use native as system;

#[cfg(target_family = "wasm")]
pub use browser::answer;
pub use processes::{Begun, TARGET, serve};

use crate::contract::Error;
use crate::engine::Context;
use crate::platform;
use crate::platform::farm::{self, MAX_WORKERS};
use futures_lite::future::or;
use processes::Attendant;
use serde::Serialize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// A program, and all that it begins with.
#[derive(Debug)]
pub struct Program {
    /// Its text.
    pub text: String,
    /// What it is called in tracebacks.
    pub name: String,
    /// Further files by their names, relative to its folder.
    pub files: Vec<(String, Vec<u8>)>,
    /// `sys.argv[1:]`.
    pub arguments: Vec<String>,
    /// What `sys.stdin` reads.
    pub input: Input,
    /// Whether one thread runs at a time.
    pub gil: bool,
    /// `sys.getswitchinterval()`.
    pub switch_interval: Duration,
    /// `os.cpu_count()`.
    pub workers: u32,
    /// Where it runs.
    pub folder: Folder,
    /// Whether its output goes to this program's own, byte for byte, besides the record.
    pub echo: bool,
    /// What it was begun with, where it is a process of another one.
    pub begun: Option<Begun>,
}

/// Where a program's standard input comes from.
#[derive(Debug)]
pub enum Input {
    /// This text, and then the end.
    Text(String),
    /// This text, and then what the program's reader is asked for: each time an event tells of it, and
    /// [`answer`] gives the line.
    Asked(String),
    /// This program's own standard input.
    Own,
}

/// The folder in which a program runs.
#[derive(Debug)]
pub enum Folder {
    /// A fresh one, removed at the end; files new or changed in it are told.
    Fresh,
    /// That of this program's caller, in which the program's file lies at this path.
    Here(PathBuf),
}

/// What stands for the file of a text that lies in none.
pub(crate) const NO_FILE: &str = "<string>";

/// An exception that ended a thread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Raised {
    /// The thread's name.
    pub thread: String,
    /// The exception's class.
    pub class: String,
    /// Its text.
    pub message: String,
    /// The file of the line that raised it, one of the program's own where there is one.
    pub file: String,
    /// The line's number, from 1; 0 where there is none.
    pub line: u32,
}

/// How a program ended.
#[derive(Debug, Default)]
pub struct Ended {
    /// Its exit status.
    pub exit: u8,
    /// What ended its main thread, where that was an exception.
    pub exception: Option<Raised>,
    /// What ended other threads.
    pub thread_exceptions: Vec<Raised>,
    /// How many threads it started.
    pub threads: u32,
    /// And how many processes; of both, those that its processes started are counted too.
    pub processes: u32,
    /// With what it ended itself as a signal ends a process, where it did.
    pub died: Option<i32>,
    /// Files new or changed in a fresh folder, by their names relative to it.
    pub changed: Vec<(String, Vec<u8>)>,
}

/// How long after a stop a program's main thread may take to come to its next check.
const LAST_CHECK: Duration = Duration::from_millis(500);

/// How many threads of the farm there are when a program begins; more come as it starts them.
pub const THREADS_AT_FIRST: usize = 8;

/// Runs a program to its end, that of its last thread.
///
/// # Errors
/// [`Error::Cancelled`] after a stop; [`Error::Failed`] where a file cannot be laid down or the
/// interpreter fails.
pub async fn run(context: &Context, program: Program) -> Result<Ended, Error> {
    let (wanted, more) = async_channel::unbounded();
    let life = Arc::new(life::Life::begin(context, &program, wanted)?);
    let ends = Ends(life.clone());
    let main = farm::spawn({
        let life = life.clone();
        move || interpreter::main(&life, program)
    })?;
    // The threads that a program starts are on the farm, which only the coordinator can enlarge.
    let attend = async {
        Attendant::new(context, &life, more).attend().await;
        std::future::pending().await
    };
    let stop = async {
        context.cancel().wait().await;
        life::stop();
        life.end_others();
        // What is built in and does not end is left to it: this engine is lost then.
        platform::sleep(LAST_CHECK).await;
        Err(Error::Cancelled)
    };
    let died = async {
        Ok(Ok(Ended {
            died: Some(life.dies().await),
            ..Ended::default()
        }))
    };
    let ended = or(or(or(main, attend), died), stop).await;
    drop(ends);
    context.metric("workers", life.most_workers());
    if let Some((messages, bytes)) = life.copied() {
        context.metric("messages", messages);
        context.metric("copied_bytes", bytes);
    }
    context.check()?;
    ended?
}

/// Searches the schedules of a program.
///
/// # Errors
/// Those of [`run`]; and [`Error::InvalidParameter`] where the program cannot be searched, or its schedule is another's.
pub async fn search(
    context: &Context,
    program: Program,
    plan: explore::Plan,
) -> Result<explore::Explored, Error> {
    let (wanted, more) = async_channel::unbounded();
    let life = Arc::new(life::Life::begin(context, &program, wanted)?);
    let ends = Ends(life.clone());
    let main = farm::spawn({
        let life = life.clone();
        move || interpreter::explore(&life, &program, &plan)
    })?;
    let attend = async {
        Attendant::new(context, &life, more).attend().await;
        std::future::pending().await
    };
    let stop = async {
        context.cancel().wait().await;
        // What was found is kept: the run that goes on ends at its next check.
        platform::sleep(LAST_CHECK).await;
        life::stop();
        platform::sleep(LAST_CHECK).await;
        Err(Error::Cancelled)
    };
    let found = or(or(main, attend), stop).await;
    drop(ends);
    found?
}

/// Ends a program's life, even where nobody waits for its end any more.
struct Ends(Arc<life::Life>);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// The most threads that a program may have alive, its main thread included.
pub const MAX_THREADS: usize = MAX_WORKERS as usize;
