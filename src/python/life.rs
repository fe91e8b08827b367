//! What a run has that all of its threads share.

use super::output::Output;
use super::{MAX_THREADS, Program, Raised, gil, waits};
use crate::contract::What;
use crate::engine::Context;
use crate::platform::events::{self, Entered};
use crate::platform::{farm, lock};
use rustpython_vm::VirtualMachine;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// One program's run.
#[derive(Debug)]
pub(super) struct Life {
    pub context: Context,
    pub output: Output,
    pub workers: u32,
    /// Threads that it started.
    pub started: AtomicU32,
    /// What ended its threads.
    pub raised: Mutex<Vec<Raised>>,
    /// With what `os._exit` ended it.
    pub exit_now: Mutex<Option<u32>>,
    lanes: Mutex<Lanes>,
    wanted: async_channel::Sender<usize>,
    came: Mutex<u64>,
    come: Condvar,
    full: AtomicBool,
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
        wanted: async_channel::Sender<usize>,
    ) -> Self {
        gil::begin(program.gil, program.switch_interval);
        Self {
            context: context.clone(),
            output: Output::new(context, program.echo),
            workers: program.workers,
            started: AtomicU32::new(0),
            raised: Mutex::default(),
            exit_now: Mutex::default(),
            lanes: Mutex::default(),
            wanted,
            came: Mutex::default(),
            come: Condvar::new(),
            full: AtomicBool::new(false),
        }
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
            if self.full.load(Ordering::Relaxed) || self.wanted.try_send(size).is_err() {
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

    /// How many workers have run at the same time.
    pub fn most_workers(&self) -> u32 {
        lock(&self.lanes).most
    }

    /// Makes this thread of the farm one of the program's, until what this gives is dropped.
    pub fn enter(self: &Arc<Self>, name: &str) -> Here {
        let worker = {
            let mut lanes = lock(&self.lanes);
            let worker = (1..).find(|n| !lanes.taken.contains(n)).unwrap_or(u32::MAX);
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
        what: name.into(),
        item: None,
        holding: gil::is_mine().then_some(gil::NAME.into()),
    });
}
