//! What a run has that all of its threads share.

use super::output::Output;
use super::processes::{Beginning, Begun, Board, Processes, Wanted};
use super::{MAX_THREADS, Program, Raised, gil, system, waits};
use crate::contract::{Error, What};
use crate::engine::Context;
use crate::platform::events::{self, Entered};
use crate::platform::{farm, lock};
use rustpython_vm::VirtualMachine;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// One program's run.
#[derive(Debug)]
pub(super) struct Life {
    pub context: Context,
    pub output: Output,
    pub processes: Arc<Processes>,
    pub workers: u32,
    /// Threads that it started.
    pub started: AtomicU32,
    /// What ended its threads.
    pub raised: Mutex<Vec<Raised>>,
    /// With what `os._exit` ended it.
    pub exit_now: Mutex<Option<u32>>,
    lanes: Mutex<Lanes>,
    wanted: async_channel::Sender<Wanted>,
    /// With what this process has ended itself.
    died: (async_channel::Sender<i32>, async_channel::Receiver<i32>),
    came: Mutex<u64>,
    come: Condvar,
    full: AtomicBool,
    /// The folder in which it began, and `sys.executable`.
    place: Mutex<(String, String)>,
    /// Other programs that it has started, by the system's numbers, and not waited for yet.
    others: Mutex<BTreeSet<i32>>,
}

/// Which lanes of the trace are taken by threads that live.
#[derive(Debug, Default)]
struct Lanes {
    taken: BTreeSet<u32>,
    most: u32,
}

static LIFE: Mutex<Option<Arc<Life>>> = Mutex::new(None);

/// The run that goes on; none outside of one.
pub(super) fn life() -> Option<Arc<Life>> {
    lock(&LIFE).clone()
}

/// Ends all of its threads: those that wait at once, the others at their next check.
pub(super) fn stop() {
    gil::ask(gil::STOP, true);
    waits::wake_all();
}

/// Whether its threads are to end.
pub(super) fn is_stopping() -> bool {
    gil::asked() & gil::STOP != 0
}

impl Life {
    pub fn begin(
        context: &Context,
        program: &Program,
        wanted: async_channel::Sender<Wanted>,
    ) -> Result<Self, Error> {
        let processes = Processes::of(program.begun.clone()).map_err(|error| {
            Error::failed(format!("what processes share is not there: {error}"))
        })?;
        let processes = Arc::new(processes);
        let process = program.begun.as_ref().map(|begun| begun.name.as_str());
        gil::begin(
            program.gil,
            program.switch_interval,
            process.unwrap_or_default(),
        );
        Ok(Self {
            context: context.clone(),
            output: Output::new(context, program.echo, &processes),
            processes,
            workers: program.workers,
            started: AtomicU32::new(0),
            raised: Mutex::default(),
            exit_now: Mutex::default(),
            lanes: Mutex::default(),
            wanted,
            died: async_channel::unbounded(),
            came: Mutex::default(),
            come: Condvar::new(),
            full: AtomicBool::new(false),
            place: Mutex::default(),
            others: Mutex::default(),
        })
    }

    /// From here on [`life`] is this one.
    pub fn is_the_one(self: &Arc<Self>) {
        *lock(&LIFE) = Some(self.clone());
    }

    /// From here on there is none. Threads that still run are to end.
    pub fn end(&self) {
        stop();
        *lock(&LIFE) = None;
    }

    /// Hands `job` to a thread of the farm, which is made larger where it must be. Says whether
    /// there was one.
    pub fn spawn(&self, vm: &VirtualMachine, job: impl FnOnce() + Send + 'static) -> bool {
        let job = Arc::new(Mutex::new(Some(job)));
        loop {
            let came = *lock(&self.came);
            let handed = job.clone();
            let run = move || {
                if let Some(job) = lock(&handed).take() {
                    job();
                }
            };
            let spawned = match farm::busy() < MAX_THREADS {
                true => farm::spawn(run),
                false => return false,
            };
            if spawned.is_ok() {
                return true;
            }
            let size = (farm::busy() + super::THREADS_AT_FIRST).min(MAX_THREADS);
            if self.full.load(Ordering::Relaxed) || !self.want(Wanted::Threads(size)) {
                return false;
            }
            let on = What::Wait {
                on: "a new worker".into(),
            };
            waits::blocking(vm, on, || self.wait_for_threads(came));
            if is_stopping() {
                return false;
            }
        }
    }

    /// Waits until the farm has become larger since `came`.
    fn wait_for_threads(&self, came: u64) {
        let mut now = lock(&self.came);
        while *now == came && !is_stopping() {
            let (next, _) = self
                .come
                .wait_timeout(now, Duration::from_millis(100))
                .unwrap_or_else(PoisonError::into_inner);
            now = next;
        }
    }

    /// The farm has become larger, or will not.
    pub fn threads_came(&self) {
        *lock(&self.came) += 1;
        self.come.notify_all();
    }

    /// The farm cannot become larger.
    pub fn no_more_threads(&self) {
        self.full.store(true, Ordering::Relaxed);
    }

    /// Asks the coordinator for something. Says whether there is one yet.
    pub fn want(&self, wanted: Wanted) -> bool {
        self.wanted.try_send(wanted).is_ok()
    }

    /// This process has ended itself, with this exit code.
    pub fn die(&self, code: i32) {
        // It is listened to as long as the process lives.
        let _ = self.died.0.try_send(code);
    }

    /// With what this process has ended itself, once it has.
    pub async fn dies(&self) -> i32 {
        match self.died.1.recv().await {
            Ok(code) => code,
            Err(_) => std::future::pending().await,
        }
    }

    /// What the program's processes share, made when it is first asked for.
    ///
    /// # Errors
    /// The system's.
    pub fn board(&self) -> io::Result<&Arc<Board>> {
        match self.processes.board() {
            Some(board) => Ok(board),
            None => {
                let lanes = lock(&self.lanes);
                self.processes.board_made(|board| {
                    for lane in &lanes.taken {
                        board.take_lane(*lane);
                    }
                })
            }
        }
    }

    /// What a process of this program begins with.
    pub fn beginning(&self, begun: Begun) -> Beginning {
        Beginning {
            gil: gil::is_on(),
            interval_us: gil::interval().as_micros() as u64,
            workers: self.workers,
            folder: lock(&self.place).0.clone(),
            disk: system::files_for_a_process(),
            begun,
        }
    }

    /// Says in which folder the program begins, and what its `sys.executable` is.
    pub fn begins_in(&self, folder: &str, executable: &str) {
        *lock(&self.place) = (folder.into(), executable.into());
    }

    /// `sys.executable`.
    pub fn executable(&self) -> String {
        lock(&self.place).1.clone()
    }

    /// Another program has begun.
    pub fn other_begins(&self, number: i32) {
        lock(&self.others).insert(number);
    }

    /// Another program has ended, and was waited for.
    pub fn other_ends(&self, number: i32) {
        lock(&self.others).remove(&number);
    }

    /// Ends the other programs that have not ended.
    pub fn end_others(&self) {
        for number in std::mem::take(&mut *lock(&self.others)) {
            system::kill(number);
        }
    }

    /// One thread more was started.
    pub fn count_thread(&self) {
        self.started.fetch_add(1, Ordering::Relaxed);
        if let (Some(_), Some(board)) = (&self.processes.begun, self.processes.board()) {
            board.count_thread();
        }
    }

    /// How many threads and processes were started, by the program and by its processes.
    pub fn counted(&self) -> (u32, u32) {
        let threads = self.started.load(Ordering::Relaxed);
        let Some(board) = self.processes.board() else {
            return (threads, 0);
        };
        let (processes, of_theirs) = board.counted();
        (threads + of_theirs, processes)
    }

    /// How many messages went between processes, and how many bytes were copied for that; none where there were no processes.
    pub fn copied(&self) -> Option<(u32, u64)> {
        self.processes.board().map(|board| board.copied())
    }

    /// How many workers have run at the same time.
    pub fn most_workers(&self) -> u32 {
        let of_all = self.processes.board().map(|board| board.most_lanes());
        lock(&self.lanes).most.max(of_all.unwrap_or(0))
    }

    /// Makes this thread of the farm one of the program's, until what this gives is dropped.
    pub fn enter(self: &Arc<Self>, name: &str) -> Here {
        let worker = {
            let mut lanes = lock(&self.lanes);
            // A lane of the trace is one of all processes.
            let board = self.processes.board();
            let is_free =
                |n: &u32| !lanes.taken.contains(n) && board.is_none_or(|board| board.take_lane(*n));
            let worker = (1..).find(is_free).unwrap_or(u32::MAX);
            lanes.taken.insert(worker);
            lanes.most = lanes.most.max(lanes.taken.len() as u32);
            worker
        };
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        TOKEN.set(NUMBER.fetch_add(1, Ordering::Relaxed));
        THREAD.set(name.into());
        Here {
            life: self.clone(),
            worker,
            _entered: events::enter(self.context.lane(worker)),
        }
    }
}

/// While this lives, this thread is one of the program's.
pub(super) struct Here {
    life: Arc<Life>,
    worker: u32,
    _entered: Entered,
}

impl Drop for Here {
    fn drop(&mut self) {
        events::waiting("the end of the run");
        lock(&self.life.lanes).taken.remove(&self.worker);
        if let Some(board) = self.life.processes.board() {
            board.leave_lane(self.worker);
        }
        THREAD.set(String::new());
    }
}

thread_local! {
    /// A number of this thread that no other thread of any program has had.
    static TOKEN: Cell<u64> = const { Cell::new(0) };
    /// Its name.
    static THREAD: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The number of this thread, which no other has had.
pub(super) fn token() -> u64 {
    TOKEN.get()
}

/// This thread's name.
pub(super) fn name() -> String {
    THREAD.with_borrow(String::clone)
}

/// Gives this thread a name, which is what it is seen to run.
pub(super) fn set_name(name: &str) {
    THREAD.set(name.into());
    running();
}

/// This thread runs, as the trace has it. One that has no name yet is not seen: `threading` gives it
/// one at once. Nor is what a thread does that is to end: it lets go of locks for which others waited,
/// and the program did not do that.
pub(super) fn running() {
    let name = name();
    if name.is_empty() || is_stopping() {
        return;
    }
    events::emit(What::Run {
        what: seen_as(name).into(),
        item: None,
        holding: gil::is_mine().then(gil::name),
    });
}

/// What a thread of this name is called in the trace: in a process of another one after that, and its main thread by it
/// alone.
fn seen_as(name: String) -> String {
    let life = life();
    let begun = life.as_ref().and_then(|life| life.processes.begun.as_ref());
    match begun {
        None => name,
        Some(begun) if name == MAIN_THREAD => begun.name.clone(),
        Some(begun) => format!("{}, {name}", begun.name),
    }
}

/// What Python calls the thread that a program begins with.
pub(super) const MAIN_THREAD: &str = "MainThread";
