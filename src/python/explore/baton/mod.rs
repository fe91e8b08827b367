//! One thread at a time: who has the baton runs, up to its next step, and asks there whose it is.
//!
//! All that a run's threads share is here, behind one lock: the threads, what each is about to do, the locks, queues and
//! conditions of the model (`lib/threading.py`), what was printed. A thread that goes on itself hands nothing over.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `turns` | whose turn it is, and the end of a run |
//! | `steps` | what a step may do |
//! | `loops` | loops in which a thread waits for another |
//! | `told` | steps written down |
//! | `runs` | a run, and a search, from its beginning to its end |

mod loops;
mod runs;
mod steps;
mod told;
mod turns;

pub(in crate::python) use loops::check;
pub(super) use loops::{enter_loop, goes_around, turn};
pub(super) use runs::{
    begin_run, begin_search, end_search, enlist, enter, exits, forget, leave, raised, wait_for_end,
    wait_for_start,
};
pub(super) use steps::{Shared, step, step_on};
pub(super) use told::{about, is_written_aside, known_to_be_shared, shown, value, write_aside};
pub(super) use turns::arrive;

use super::point::Point;
use super::{Step, Wait};
use crate::explore::{How, Object, Stop, Thread, Touch};
use crate::platform::lock;
use crate::python::Raised;
use rustpython_vm::builtins::{PyBaseExceptionRef, PyTypeRef};
use rustpython_vm::{AsObject, PyObject, PyObjectRef, PyResult, VirtualMachine};
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, OnceLock};

/// Whether the interpreter is a search's.
static EXPLORING: AtomicBool = AtomicBool::new(false);
/// Whether operations are steps: two threads are alive.
static ACTIVE: AtomicBool = AtomicBool::new(false);
/// Whether a thread was started in this run.
static STARTED: AtomicBool = AtomicBool::new(false);
/// Whether each step is written down.
static RECORDING: AtomicBool = AtomicBool::new(false);
/// Whether something turned out to be shared that did not seem so: what was searched with less is void.
static AGAIN: AtomicBool = AtomicBool::new(false);
/// Whether threads change only where CPython with its lock changes them.
static BOUND: AtomicBool = AtomicBool::new(false);

/// The number of the run, of all that there were.
static RUN: AtomicU64 = AtomicU64::new(0);

static STATE: LazyLock<Mutex<State>> = LazyLock::new(Mutex::default);
/// The run is over, and all of its threads have ended.
static OVER: Condvar = Condvar::new();

/// So many turns of a loop in which nothing changes, and without a step: then there will be none.
const ENDLESS: u32 = 50_000;
/// How often the program may go on after it was told that the run is over.
const MOST_AFTER_END: u32 = 200;

/// So many turns of a loop may be the same without a step.
const MOST_SAME: u32 = 100;

/// The ends of threads, as objects: by their numbers.
pub(super) const ENDS: u64 = 1 << 61;

const NOBODY: u32 = u32::MAX;

thread_local! {
    /// The run of which this thread is.
    static OF_RUN: Cell<u64> = const { Cell::new(0) };
    /// This thread's number in the run.
    static ME: Cell<u32> = const { Cell::new(NOBODY) };
    /// Whether it has passed a place, since its last step, at which CPython with its lock may change threads.
    static PASSED: Cell<bool> = const { Cell::new(true) };
    /// Changes whenever something changed that is its own, and that `place` does not see.
    static NEWS: Cell<u64> = const { Cell::new(0) };
    /// What its variables were at the last turn of a loop.
    static TURN: Cell<u64> = const { Cell::new(0) };
    /// And `NEWS` at that turn.
    static TURN_NEWS: Cell<u64> = const { Cell::new(0) };
    /// How many turns of a loop it has made, one after the other, in which nothing of its own changed, and without a step.
    static SAME: Cell<u32> = const { Cell::new(0) };
    /// While this is not 0 it takes no steps.
    static QUIET: Cell<u32> = const { Cell::new(0) };
    /// How many steps it has taken since the last turn of a loop that waits for something.
    static STEPS: Cell<u64> = const { Cell::new(0) };
    static CHECKS: Cell<u32> = const { Cell::new(0) };
}

/// What is asked of the strategy.
pub(super) type Ask = Box<dyn FnMut(&[Thread], Option<u64>) -> Result<(u32, How), Stop> + Send>;

/// What a step waits for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Need {
    Nothing,
    /// A value above 0.
    Some(usize),
    /// A value below this.
    Room(usize, i64),
    /// No task that is not done.
    Done(usize),
    End(u32),
    /// To be woken, with this ticket, and the lock then.
    Woken(usize, u64, usize),
    /// So many threads at a barrier, of the round to which this ticket belongs.
    All(usize, i64, i64),
}

/// A lock, queue, condition, … of the model.
#[derive(Debug, Default)]
pub(super) struct Sync {
    /// Permits, items; 1 of a lock that is free; of a barrier how often it was opened.
    pub value: i64,
    /// Tasks that are not done; of a barrier 1 where it is broken, 2 where its action runs.
    pub other: i64,
    /// How many have come to a barrier.
    pub arrived: i64,
    pub waiting: VecDeque<u64>,
    pub woken: HashSet<u64>,
    /// Who has taken it and not given it back, where that is what it is for.
    holders: Vec<u32>,
    /// A semaphore that one thread gives for another to take: nobody holds it.
    is_signal: bool,
    pub kind: &'static str,
    pub object: Object,
    of: Option<PyObjectRef>,
}

impl Sync {
    /// The thread that has it, where that is one.
    fn held_by(&self) -> Option<u32> {
        match self.holders.as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }
}

#[derive(Debug)]
pub(super) struct Pending {
    touches: Vec<Touch>,
    need: Need,
    is_timed: bool,
    place: u64,
    /// The file and the line where it stands, where steps are written down.
    stands: (String, u32),
    is_bound: bool,
    has_slept: bool,
}

#[derive(Debug)]
struct One {
    name: String,
    is_daemon: bool,
    is_alive: bool,
    pending: Option<Pending>,
    granted: Option<How>,
    wake: Arc<Wake>,
    /// Who has started it and waits until it stands before its first step.
    starter: Option<u32>,
    has_slept: bool,
    objects: u64,
    made: u64,
    after_end: u32,
    holds: Vec<usize>,
}

#[derive(Debug)]
struct Touched {
    by: u32,
    is_shared: bool,
    number: u64,
    points: Vec<Arc<Point>>,
    /// So that no other object comes to lie there.
    _object: PyObjectRef,
}

/// What a run has left.
#[derive(Debug, Default)]
pub(super) struct Rest {
    pub stdout: String,
    pub stderr: String,
    pub exit: u8,
    pub exception: Option<Raised>,
    pub thread_exceptions: Vec<Raised>,
    pub is_endless: bool,
    /// The names of its threads, by their numbers.
    pub threads: Vec<String>,
    pub steps: Vec<Step>,
    /// What the last thread has written after that, which is no step.
    pub aside: Vec<Step>,
    /// Of a deadlock: the thread, what it waits for, who has that.
    pub waits_for: Vec<Wait>,
}

#[derive(Default)]
struct State {
    ask: Option<Ask>,
    threads: Vec<One>,
    over: Option<Stop>,
    read: Option<u64>,
    syncs: Vec<Sync>,
    touched: HashMap<usize, Touched>,
    views: HashMap<usize, (PyObjectRef, PyObjectRef)>,
    tickets: u64,
    now_s: f64,
    rest: Rest,
    deadline_us: f64,
    globals: Vec<PyObjectRef>,
    /// What is beyond the search's control, of all runs.
    why: BTreeSet<String>,
    /// See [`RUN`].
    run: u64,
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

/// What unwinds a run that is over. Nothing of the program's but a bare `except:` catches it.
pub(super) fn left_type(vm: &VirtualMachine) -> PyTypeRef {
    static LEFT: OnceLock<PyTypeRef> = OnceLock::new();
    LEFT.get_or_init(|| {
        let base = vm.ctx.exceptions.base_exception_type.to_owned();
        vm.ctx
            .new_exception_type("_explore", "Left", Some(vec![base]))
    })
    .clone()
}

fn left(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception_empty(left_type(vm))
}

pub(in crate::python) fn is_exploring() -> bool {
    EXPLORING.load(Ordering::Relaxed)
}

/// Whether what this thread does now are steps.
pub(super) fn is_active() -> bool {
    ACTIVE.load(Ordering::Relaxed) && ME.get() != NOBODY && QUIET.get() == 0 && !is_lost()
}

/// Whether this thread is of a run that could not wait for it.
fn is_lost() -> bool {
    OF_RUN.get() != RUN.load(Ordering::Relaxed)
}

/// Whether the run of this thread is over: whatever it waits for, it waits for it no longer.
pub(in crate::python) fn is_over() -> bool {
    is_exploring() && ME.get() != NOBODY && (is_lost() || lock(&STATE).over.is_some())
}

pub(super) fn has_started() -> bool {
    STARTED.load(Ordering::Relaxed)
}

pub(super) fn is_recording() -> bool {
    RECORDING.load(Ordering::Relaxed)
}

/// What was searched so far is void.
pub(super) fn begin_again() {
    AGAIN.store(true, Ordering::Relaxed);
}

pub(super) fn is_to_begin_again() -> bool {
    AGAIN.load(Ordering::Relaxed)
}

pub(super) fn begins_again() -> bool {
    AGAIN.swap(false, Ordering::Relaxed)
}

pub(super) fn news() {
    NEWS.set(NEWS.get() + 1);
}

/// Goes on unwinding a run that is over.
///
/// # Errors
/// What unwinds it.
pub(super) fn unwind(vm: &VirtualMachine) -> PyResult<()> {
    match is_over() {
        true => Err(left(vm)),
        false => Ok(()),
    }
}

/// The program has ended itself: so does this thread.
///
/// # Errors
/// What unwinds the run.
pub(super) fn ends(vm: &VirtualMachine) -> PyResult<()> {
    Err(left(vm))
}

/// This thread's number.
pub(super) fn me() -> u32 {
    ME.get()
}

pub(super) fn is_quiet() -> bool {
    QUIET.get() > 0
}

pub(super) fn quiet(more: bool) {
    QUIET.set(match more {
        true => QUIET.get() + 1,
        false => QUIET.get().saturating_sub(1),
    });
}

/// It has come back from a call of what is built in.
pub(super) fn passed_call() {
    PASSED.set(true);
}

/// Something is beyond the search's control.
pub(super) fn uncontrolled(what: String) {
    lock(&STATE).why.insert(what);
}

pub(super) fn why() -> Vec<String> {
    lock(&STATE).why.iter().cloned().collect()
}

impl State {
    /// Whether an object is one that two threads touch; its number then.
    fn shared(&mut self, point: &Arc<Point>, object: &PyObject) -> Option<Object> {
        let me = ME.get();
        let id = object.get_id();
        let threads = &mut self.threads;
        let touched = self.touched.entry(id).or_insert_with(|| {
            let one = &mut threads[me as usize];
            one.objects += 1;
            Touched {
                by: me,
                is_shared: false,
                number: (u64::from(me) + 1) << 40 | one.objects,
                points: Vec::new(),
                _object: object.to_owned(),
            }
        });
        if touched.by != me && !touched.is_shared {
            touched.is_shared = true;
            for point in touched.points.drain(..) {
                if point.share() {
                    begin_again();
                }
            }
        }
        if touched.is_shared || goes_around() {
            if point.share() {
                begin_again();
            }
        } else if !point.is_shared() && !touched.points.iter().any(|one| Arc::ptr_eq(one, point)) {
            touched.points.push(point.clone());
        }
        point.is_shared().then_some(Object(touched.number))
    }

    fn alive(&self) -> usize {
        self.threads.iter().filter(|one| one.is_alive).count()
    }

    fn set_active(&self) {
        ACTIVE.store(self.alive() > 1 || self.over.is_some(), Ordering::Relaxed);
    }
}

/// How a thread hears that it is its turn.
#[derive(Debug, Default)]
struct Wake {
    is_granted: AtomicBool,
    granted: Condvar,
}

/// Whether an object is one that two threads touch: its number then.
pub(super) fn shared(point: &Arc<Point>, object: &PyObject) -> Option<Object> {
    lock(&STATE).shared(point, object)
}

/// What a view of a dictionary is of.
pub(super) fn behind(view: &PyObject) -> Option<PyObjectRef> {
    let state = lock(&STATE);
    state.views.get(&view.get_id()).map(|(_, of)| of.clone())
}

pub(super) fn is_behind(view: &PyObject, of: &PyObject) {
    let both = (view.to_owned(), of.to_owned());
    lock(&STATE).views.insert(view.get_id(), both);
}

/// Whether names are those of a module of the program's.
pub(super) fn is_of_program(names: &PyObject) -> bool {
    lock(&STATE).globals.iter().any(|one| one.is(names))
}

/// A module of the program's.
pub(super) fn knows(names: PyObjectRef) {
    lock(&STATE).globals.push(names);
}

/// Makes a lock, queue, condition, ….
/// Its number, which no other of any run has.
pub(super) fn made(kind: &'static str, value: i64, of: PyObjectRef) -> u64 {
    let me = ME.get();
    let mut state = lock(&STATE);
    let number = match state.threads.get_mut(me as usize) {
        Some(one) => {
            one.made += 1;
            one.made
        }
        None => state.syncs.len() as u64,
    };
    let maker = u64::from(me.wrapping_add(2));
    state.syncs.push(Sync {
        value,
        kind,
        object: Object(maker << 40 | number | 1 << 62),
        is_signal: value == 0 && kind.contains("Semaphore"),
        of: Some(of),
        ..Sync::default()
    });
    state.run << 32 | (state.syncs.len() as u64 - 1)
}

/// Where it is kept; `None` where it is of a run that is over, and this thread of none.
pub(super) fn index(sync: u64) -> Option<usize> {
    let state = lock(&STATE);
    let index = (sync & 0xffff_ffff) as usize;
    let is_here = ME.get() != NOBODY && !is_lost();
    (sync >> 32 == state.run && index < state.syncs.len() && is_here).then_some(index)
}

pub(super) fn object_of(sync: usize) -> Object {
    lock(&STATE).syncs[sync].object
}

/// What is changed of a lock, queue, … without a step.
pub(super) fn quietly<R>(change: impl FnOnce(&mut Shared<'_>) -> R) -> R {
    change(&mut Shared(&mut lock(&STATE)))
}

pub(super) fn is_met(need: Need) -> bool {
    lock(&STATE).is_met(need)
}

pub(super) fn is_alive(thread: u32) -> bool {
    let state = lock(&STATE);
    state
        .threads
        .get(thread as usize)
        .is_some_and(|one| one.is_alive)
}

/// The virtual time, in seconds, for who does not let the program see it.
pub(super) fn time_s() -> f64 {
    lock(&STATE).now_s
}

/// The virtual time, in seconds. Whoever looks at it finds it a little later each time, as one that waits for it must.
pub(super) fn now_s() -> f64 {
    news();
    let mut state = lock(&STATE);
    state.now_s += 1e-3;
    state.now_s
}
