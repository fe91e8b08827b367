//! Processes: `multiprocessing`, with CPython's own modules above what stands here.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `board` | what all processes of a program share: who there is, who has what, memory |
//! | `pipes`, `semaphores`, `listeners` | the same board: messages, numbers to wait for, names to connect to |
//! | `journal` | the same board: changes that each process makes in a copy of its own |
//! | `module`, `sem_lock` | the modules `_processes` and `_multiprocessing`, which Python's library is laid upon |
//! | `lib` | Python of the library's, in place of CPython's or over it |
//! | `attend` | what a coordinator does for its program's processes: starts them, hears them, ends them |
//! | `child` | a process's life |
//! | `native`, `browser` | the shared memory: the system's, or one beside the engine's own |
//!
//! A process is started by the coordinator of the one that wants it, as any process of the engine: natively this binary
//! once more, in a browser a worker with a memory of its own. What they say to each other later goes through the board.

mod attend;
mod board;
#[cfg(target_family = "wasm")]
mod browser;
mod child;
#[cfg(any(target_family = "wasm", test))]
mod journal;
mod listeners;
mod module;
#[cfg(not(target_family = "wasm"))]
mod native;
mod pipes;
mod sem_lock;
mod semaphores;
#[cfg(all(test, not(target_family = "wasm")))]
mod tests;

pub(super) use attend::{Attendant, Beginning, Wanted};
pub(super) use board::{Board, Tag};
#[cfg(target_family = "wasm")]
use browser::Memory;
#[cfg(target_family = "wasm")]
pub(super) use journal::{Journal, Position};
pub(super) use module::processes_def;
#[cfg(not(target_family = "wasm"))]
use native::Memory;
pub(super) use pipes::NotSent;
pub(super) use sem_lock::module_def as multiprocessing_def;

pub use child::{TARGET, serve};

use super::waits::Watched;
use crate::contract::Stream;
use crate::platform::{clock, lock};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock};

/// What one process has of the others.
#[derive(Default)]
pub(super) struct Processes {
    board: OnceLock<Arc<Board>>,
    making: Mutex<()>,
    /// What this process was begun with, where it is a child.
    pub begun: Option<Begun>,
    /// Its own children, by their tags.
    children: Mutex<HashMap<u32, Arc<Watched<Child>>>>,
    /// What has come of its standard input and was not read yet, where that is a pipe.
    #[cfg(target_family = "wasm")]
    input: Mutex<Vec<u8>>,
}

impl std::fmt::Debug for Processes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Processes").finish_non_exhaustive()
    }
}

/// What a process is begun with by its parent.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Begun {
    /// Where the shared memory is.
    pub(super) memory: String,
    /// Which process of its table this is, and which one started it.
    pub(super) tag: u32,
    pub(super) parent: u32,
    /// Its name in Python.
    pub(super) name: String,
    /// `sys.executable`.
    pub(in crate::python) executable: String,
    /// What Python is to unpickle.
    pub(super) payload: Vec<u8>,
    /// What it runs, where it is no process of `multiprocessing`.
    pub(super) other: Option<OtherProgram>,
}

/// Another program of Python's, which a program starts in a page: natively the system does.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OtherProgram {
    /// What follows the interpreter's name.
    pub arguments: Vec<String>,
    /// Its working folder.
    pub folder: String,
    /// `os.environ`.
    pub environment: Vec<(String, String)>,
    /// Its standard input, output and error: an end of a pipe, one of [`stream`], or nothing.
    pub ends: [i64; 3],
}

/// What a stream is that is no pipe.
mod stream {
    /// That of the program's main process.
    pub(super) const INHERITED: i64 = 0;
    /// For the standard error: the main process's standard output.
    pub(super) const OUTPUT: i64 = -2;
}

impl Begun {
    /// `os.getpid()`, in a page.
    pub(in crate::python) fn number(&self) -> u32 {
        Tag(self.tag).number()
    }

    /// `os.getppid()`, in a page.
    #[cfg(target_family = "wasm")]
    pub(in crate::python) fn parents_number(&self) -> u32 {
        Tag(self.parent).number()
    }

    /// `os.environ`, where it was given one.
    pub(in crate::python) fn environment(&self) -> Option<&[(String, String)]> {
        self.other
            .as_ref()
            .map(|other| other.environment.as_slice())
    }

    /// Its working folder, where it was given one.
    #[cfg(target_family = "wasm")]
    pub(in crate::python) fn folder(&self) -> Option<&str> {
        self.other.as_ref().map(|other| other.folder.as_str())
    }

    /// What it has for standard input, output or error.
    pub(super) fn end_of_stream(&self, descriptor: usize) -> i64 {
        let ends = self.other.as_ref().map(|other| other.ends);
        ends.map_or(stream::INHERITED, |ends| ends[descriptor])
    }
}

/// How far a child is.
#[derive(Debug, Default)]
pub(super) enum Child {
    #[default]
    Starting,
    /// It runs, by this number.
    Running(u32),
    /// It never began; why.
    Failed(String),
    /// It has ended: its number, and its exit code, negative where it was killed.
    Ended(u32, i32),
}

impl Processes {
    pub fn of(begun: Option<Begun>) -> io::Result<Self> {
        let processes = Self::default();
        if let Some(begun) = &begun {
            let board = Board::of(&begun.memory, Tag(begun.tag))?;
            processes.board.get_or_init(|| Arc::new(board));
        }
        Ok(Self { begun, ..processes })
    }

    /// Where it goes what this process prints to `stream`.
    pub fn goes_to(&self, stream: Stream) -> GoesTo {
        let descriptor = match stream {
            Stream::Stdout => 1,
            Stream::Stderr => 2,
        };
        let begun = self.begun.as_ref();
        match begun.map_or(stream::INHERITED, |begun| begun.end_of_stream(descriptor)) {
            stream::INHERITED => GoesTo::Main(stream),
            stream::OUTPUT => GoesTo::Main(Stream::Stdout),
            end => u32::try_from(end).map_or(GoesTo::Nobody, GoesTo::Pipe),
        }
    }

    /// The next line of standard input, where that is a pipe; empty at its end.
    ///
    /// # Errors
    /// A stop.
    #[cfg(target_family = "wasm")]
    pub fn read_line(&self) -> Result<Vec<u8>, board::Stopped> {
        let mut input = lock(&self.input);
        loop {
            if let Some(end) = input.iter().position(|byte| *byte == b'\n') {
                return Ok(input.drain(..=end).collect());
            }
            let end = self
                .begun
                .as_ref()
                .map_or(0, |begun| begun.end_of_stream(0));
            let more = self
                .board()
                .zip(u32::try_from(end).ok())
                .map(|(board, end)| board.receive(end, None, true));
            match more {
                Some(Ok(bytes)) => input.extend(bytes),
                Some(Err(pipes::NotReceived::Stopped)) => return Err(board::Stopped),
                _ => return Ok(std::mem::take(&mut *input)),
            }
        }
    }

    /// The board, where there is one yet.
    pub fn board(&self) -> Option<&Arc<Board>> {
        self.board.get()
    }

    /// The board. `lanes` are those of the trace that this process has taken so far.
    ///
    /// # Errors
    /// The system's.
    pub fn board_made(&self, lanes: impl FnOnce(&Board)) -> io::Result<&Arc<Board>> {
        let _making = lock(&self.making);
        if let Some(board) = self.board.get() {
            return Ok(board);
        }
        let board = Board::made()?;
        lanes(&board);
        Ok(self.board.get_or_init(|| Arc::new(board)))
    }

    /// A child of this process that runs, by its number: its tag.
    pub fn tag_of(&self, number: u32) -> Option<u32> {
        let children = lock(&self.children);
        let runs = |child: &Child| matches!(child, Child::Running(its) if *its == number);
        children
            .iter()
            .find(|(_, child)| child.look(|child| runs(child)))
            .map(|(tag, _)| *tag)
    }

    /// A child of this process, by its tag.
    pub fn child(&self, tag: u32) -> Option<Arc<Watched<Child>>> {
        lock(&self.children).get(&tag).cloned()
    }
}

/// Where it goes what a process prints.
pub(super) enum GoesTo {
    Nobody,
    /// To this stream of the program's.
    Main(Stream),
    /// Into this end of a pipe.
    Pipe(u32),
}

/// What a process prints, on its way to the main one.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Printed {
    /// Which process, by its tag.
    pub from: u32,
    /// The lane of the thread.
    pub lane: u32,
    /// Whether it is standard error.
    pub is_error: bool,
    /// When, on the common clock.
    pub now_us: f64,
    pub bytes: Vec<u8>,
}

impl Printed {
    /// So much goes in one message, which the pipe holds whole.
    pub const MOST: usize = 32 << 10;

    pub fn now(from: Tag, lane: u32, is_error: bool, bytes: &[u8]) -> Self {
        Self {
            from: from.0,
            lane,
            is_error,
            now_us: clock::now_us(),
            bytes: bytes.into(),
        }
    }
}
