//! One thread at a time: who has the baton runs, up to its next step, and asks there whose it is.
//!
//! All that a run's threads share is here, behind one lock: the threads, what each is about to do, the locks, queues and
//! conditions of the model (`lib/threading.py`), what was printed. A thread that goes on itself hands nothing over.

use super::point::Point;
use super::values;
use crate::explore::{How, Object, State as Can, Stop, Thread, Touch};
use crate::platform::{clock, lock};
use crate::python::{Raised, checks, gil, life};
use rustpython_vm::builtins::{PyBaseExceptionRef, PyDict, PyTypeRef};
use rustpython_vm::frame::current_thread_iframe;
use rustpython_vm::{AsObject, Py, PyObject, PyObjectRef, PyResult, VirtualMachine};
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, LazyLock, Mutex, OnceLock, PoisonError};

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
    pub held_by: Option<u32>,
    pub kind: &'static str,
    pub object: Object,
    of: Option<PyObjectRef>,
}

#[derive(Debug)]
pub(super) struct Pending {
    touches: Vec<Touch>,
    need: Need,
    is_timed: bool,
    place: u64,
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

/// A step, written down.
#[derive(Debug, Clone, Default)]
pub(super) struct Recorded {
    pub thread: u32,
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub end_column: u32,
    pub operation: String,
    pub object: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub holds: Vec<String>,
    pub waits_for: Vec<(u32, String)>,
    pub output: String,
    pub number: Object,
    pub writes: bool,
    /// Whether the program decides by what it has read.
    pub is_tested: bool,
    /// The address of its point, where it has one.
    pub point: usize,
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
    pub steps: Vec<Recorded>,
    /// Of a deadlock: the thread, what it waits for, who has that.
    pub waits_for: Vec<(String, String, Option<String>)>,
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
    /// How many runs there were before.
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
    ACTIVE.load(Ordering::Relaxed) && ME.get() != NOBODY && QUIET.get() == 0
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
    match ME.get() != NOBODY && lock(&STATE).over.is_some() {
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

/// A turn of a loop whose end depends on what others do: its variables tell whether it has come further.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(super) fn turn(vm: &VirtualMachine) -> PyResult<()> {
    if !is_active() {
        return Ok(());
    }
    let now = (variables(vm), NEWS.get());
    SAME.set(match now == (TURN.get(), TURN_NEWS.get()) {
        true => SAME.get() + 1,
        false => 0,
    });
    TURN.set(now.0);
    TURN_NEWS.set(now.1);
    // It has found by now what it goes around for, and nobody was known to change.
    if SAME.get() == 2 * MOST_SAME && is_to_begin_again() {
        let mut state = lock(&STATE);
        state.over.get_or_insert(Stop::Left);
        state.set_active();
        return state.go_on_after_end(ME.get(), vm);
    }
    Ok(())
}

/// Whether this thread goes around and around without a step: what it looks at is shared then, though nobody was seen to write it.
pub(super) fn goes_around() -> bool {
    SAME.get() > MOST_SAME
}

/// The variables of the function that runs, as a number.
fn variables(vm: &VirtualMachine) -> u64 {
    let mut hasher = DefaultHasher::new();
    let Some(frame) = vm.current_frame() else {
        return 0;
    };
    let Ok(names) = frame.locals(vm) else {
        return 0;
    };
    let names: PyObjectRef = names.into();
    // A module's are its globals, which are looked at where they are read.
    if names.is(frame.iframe().globals()) {
        return 0;
    }
    let values = vm.call_method(&names, "values", ());
    if let Ok(values) = values.and_then(|values| values.try_to_value::<Vec<PyObjectRef>>(vm)) {
        for value in values {
            value.get_id().hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Where this thread stands, with all that is its own.
fn place() -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut frame = current_thread_iframe();
    while !frame.is_null() {
        // SAFETY: frames of this thread, which are below what runs now.
        let this = unsafe { &*frame };
        this.code().get_id().hash(&mut hasher);
        this.get_lasti().hash(&mut hasher);
        frame = this.previous();
    }
    (NEWS.get(), TURN.get()).hash(&mut hasher);
    hasher.finish()
}

/// A place at which CPython with its lock may change threads.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(in crate::python) fn check(vm: &VirtualMachine) -> PyResult<()> {
    PASSED.set(true);
    let me = ME.get();
    if me == NOBODY {
        return Ok(());
    }
    let passed = CHECKS.get() + 1;
    CHECKS.set(passed);
    if !passed.is_multiple_of(256) {
        return Ok(());
    }
    let mut state = lock(&STATE);
    if state.over.is_none() {
        if life::is_stopping() {
            state.over = Some(Stop::Left);
        } else if SAME.get() > ENDLESS {
            state.rest.is_endless = true;
            state.over = Some(Stop::Livelock);
        } else if clock::now_us() > state.deadline_us {
            state.over = Some(Stop::Left);
        } else {
            return Ok(());
        }
        ACTIVE.store(true, Ordering::Relaxed);
    }
    if state.is_deaf(me) {
        drop(state);
        lose(me, vm);
    }
    state.go_on_after_end(me, vm)
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

    fn is_met(&self, need: Need) -> bool {
        match need {
            Need::Nothing => true,
            Need::Some(sync) => self.syncs[sync].value > 0,
            Need::Room(sync, most) => most <= 0 || self.syncs[sync].value < most,
            Need::Done(sync) => self.syncs[sync].other == 0,
            Need::End(thread) => !self.threads[thread as usize].is_alive,
            Need::Woken(condition, ticket, lock) => {
                self.syncs[condition].woken.contains(&ticket) && self.syncs[lock].value > 0
            }
            Need::All(barrier, parties, ticket) => {
                let this = &self.syncs[barrier];
                let round = ticket / parties;
                let are_there = this.arrived >= (round + 1) * parties;
                this.other == 1
                    || round < this.value
                    || this.other != 2 && round == this.value && are_there
            }
        }
    }

    /// Whether a wait may end by its time-out: where it has to take a lock first, only while that is free.
    fn may_time_out(&self, pending: &Pending) -> bool {
        match pending.need {
            Need::Woken(condition, ticket, lock) => {
                pending.is_timed
                    && self.syncs[lock].value > 0
                    && !self.syncs[condition].woken.contains(&ticket)
            }
            _ => pending.is_timed,
        }
    }

    fn seen(&self) -> Vec<Thread> {
        let alive = self
            .threads
            .iter()
            .enumerate()
            .filter(|(_, one)| one.is_alive);
        alive
            .filter_map(|(number, one)| {
                let pending = one.pending.as_ref()?;
                let number = number as u32;
                let is_met = self.is_met(pending.need);
                Some(Thread {
                    number,
                    is_daemon: one.is_daemon,
                    state: match is_met {
                        true if pending.has_slept => Can::Yields,
                        true if pending.is_bound => Can::Bound,
                        true => Can::Ready,
                        false if self.may_time_out(pending) => Can::Timed,
                        false => Can::Blocked,
                    },
                    // It may be its last, and so what who waits for its end waits for.
                    touches: pending
                        .touches
                        .iter()
                        .copied()
                        .chain([Touch {
                            object: Object(ENDS + u64::from(number)),
                            writes: true,
                        }])
                        .collect(),
                    place: pending.place,
                })
            })
            .collect()
    }

    fn grant(&mut self, thread: u32, how: How) {
        let one = &mut self.threads[thread as usize];
        one.granted = Some(how);
        one.wake.is_granted.store(true, Ordering::Release);
        one.wake.granted.notify_one();
    }

    fn took_turn(&mut self, number: usize) -> How {
        let one = &mut self.threads[number];
        one.wake.is_granted.store(false, Ordering::Relaxed);
        one.granted.take().unwrap_or(How::Step)
    }

    /// Says who goes on: all threads that are alive stand before a step.
    fn decide(&mut self) {
        if self.over.is_some() {
            return self.unwind();
        }
        if life::is_stopping() {
            return self.end(Stop::Left);
        }
        let is_left = |one: &One| one.is_alive && !one.is_daemon;
        if !self.threads.iter().any(is_left) {
            return self.end(Stop::Finished);
        }
        let threads = self.seen();
        // One that is alone takes no steps.
        if let [one] = threads.as_slice()
            && self.alive() == 1
        {
            match one.state {
                Can::Ready | Can::Bound | Can::Yields => return self.grant(one.number, How::Step),
                Can::Timed => return self.grant(one.number, How::TimeOut),
                Can::Blocked => {}
            }
        }
        let read = self.read.take();
        let next = match &mut self.ask {
            Some(ask) => ask(&threads, read),
            None => Err(Stop::Left),
        };
        match next {
            Ok((thread, how)) => self.grant(thread, how),
            Err(stop) => {
                if stop == Stop::Deadlock {
                    self.tell_waits();
                }
                self.end(stop);
            }
        }
    }

    fn end(&mut self, stop: Stop) {
        self.over = Some(stop);
        self.set_active();
        self.unwind();
    }

    /// Lets the next thread end, one after the other.
    fn unwind(&mut self) {
        match self.threads.iter().position(|one| one.is_alive) {
            Some(next) => self.grant(next as u32, How::Step),
            None => OVER.notify_all(),
        }
    }

    /// What a thread does that comes here after the end: it is told again, and again, and then left.
    fn go_on_after_end(&mut self, me: u32, vm: &VirtualMachine) -> PyResult<()> {
        self.threads[me as usize].after_end += 1;
        Err(left(vm))
    }

    /// Whether this thread goes on and on after the end.
    fn is_deaf(&self, me: u32) -> bool {
        self.threads[me as usize].after_end >= MOST_AFTER_END
    }

    fn tell_waits(&mut self) {
        let waits = self.waits();
        let name = |number: u32| self.threads[number as usize].name.clone();
        self.rest.waits_for = waits
            .iter()
            .map(|(thread, what, held_by)| (name(*thread), what.clone(), held_by.map(name)))
            .collect();
    }

    /// Who waits for what, and who has that.
    fn waits(&self) -> Vec<(u32, String, Option<u32>)> {
        let mut waits = Vec::new();
        for (number, one) in self.threads.iter().enumerate() {
            let Some(pending) = one.pending.as_ref().filter(|_| one.is_alive) else {
                continue;
            };
            if self.is_met(pending.need) {
                continue;
            }
            let (what, held_by) = match pending.need {
                Need::End(thread) => (
                    format!("{} to end", self.threads[thread as usize].name),
                    Some(thread),
                ),
                Need::Woken(condition, ticket, lock) => {
                    match self.syncs[condition].woken.contains(&ticket) {
                        true => (self.called(lock), self.syncs[lock].held_by),
                        false => (self.called(condition), None),
                    }
                }
                Need::Some(sync) | Need::Room(sync, _) | Need::Done(sync) | Need::All(sync, ..) => {
                    (self.called(sync), self.syncs[sync].held_by)
                }
                Need::Nothing => continue,
            };
            waits.push((number as u32, what, held_by));
        }
        waits
    }

    /// What the program calls it: a global, an attribute or item of one, else its kind.
    fn called(&self, sync: usize) -> String {
        let this = &self.syncs[sync];
        let found = this.of.as_deref().and_then(|object| self.name_of(object));
        found.unwrap_or_else(|| format!("a {}", this.kind))
    }

    fn name_of(&self, object: &PyObject) -> Option<String> {
        let mut all = self.globals.iter();
        all.find_map(|globals| name_in(globals.downcast_ref::<PyDict>()?, object))
    }
}

/// Under which name a module has an object: itself, or as a part of what it has.
fn name_in(names: &Py<PyDict>, object: &PyObject) -> Option<String> {
    let text = |name: &PyObject| {
        let name = name.downcast_ref::<rustpython_vm::builtins::PyStr>()?;
        Some(name.to_string_lossy().into_owned())
    };
    let is_hidden = |name: &str| name.starts_with("__");
    let all: Vec<(String, PyObjectRef)> = names
        .into_iter()
        .filter_map(|(name, value)| Some((text(&name)?, value)))
        .filter(|(name, _)| !is_hidden(name))
        .collect();
    if let Some((name, _)) = all.iter().find(|(_, value)| value.is(object)) {
        return Some(name.clone());
    }
    all.iter().find_map(|(name, value)| {
        if let Some(list) = value.downcast_ref::<rustpython_vm::builtins::PyList>() {
            let at = list.borrow_vec().iter().position(|one| one.is(object))?;
            return Some(format!("{name}[{at}]"));
        }
        if let Some(dict) = value.downcast_ref::<PyDict>() {
            let (key, _) = dict.into_iter().find(|(_, one)| one.is(object))?;
            return Some(format!("{name}[{:?}]", text(&key)?));
        }
        let dict = value.dict()?;
        let (attribute, _) = dict.into_iter().find(|(_, one)| one.is(object))?;
        let attribute = text(&attribute)?;
        // A condition's own lock is taken and given back by its name.
        Some(match attribute.as_str() {
            "_lock" => name.clone(),
            _ => format!("{name}.{attribute}"),
        })
    })
}

/// Leaves a thread that does not hear that the run is over: it stands here for ever, and its worker with it.
fn lose(me: u32, vm: &VirtualMachine) -> ! {
    let mut state = lock(&STATE);
    state.threads[me as usize].is_alive = false;
    state.decide();
    drop(state);
    vm.allow_threads(|| {
        loop {
            std::thread::park();
        }
    })
}

/// A thread is before a step, and goes on when it is its turn; then `done` is done at once.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(super) fn arrive<R>(
    vm: &VirtualMachine,
    touches: Vec<Touch>,
    need: Need,
    is_timed: bool,
    done: impl FnOnce(&mut Shared<'_>, How) -> R,
) -> PyResult<R> {
    let me = ME.get();
    // What is dropped after its run, or by a thread that is none of the run's, is nobody's step.
    if me == NOBODY {
        return Err(left(vm));
    }
    let mut state = lock(&STATE);
    if state.over.is_some() {
        if state.is_deaf(me) {
            drop(state);
            lose(me, vm);
        }
        state.go_on_after_end(me, vm)?;
    }
    let is_alone = state.alive() < 2 && state.threads[me as usize].starter.is_none();
    if is_alone && state.is_met(need) {
        return Ok(done(&mut Shared(&mut state), How::Step));
    }
    let number = me as usize;
    let has_slept = std::mem::take(&mut state.threads[number].has_slept);
    state.threads[number].pending = Some(Pending {
        touches,
        need,
        is_timed,
        place: place(),
        is_bound: BOUND.load(Ordering::Relaxed) && !PASSED.get(),
        has_slept,
    });
    match state.threads[number].starter.take() {
        Some(starter) => state.grant(starter, How::Step),
        None => state.decide(),
    }
    if state.threads[number].granted.is_none() {
        drop(state);
        wait_for_turn(number, vm);
        state = lock(&STATE);
    }
    let how = state.took_turn(number);
    if state.over.is_some() {
        state.go_on_after_end(me, vm)?;
    }
    state.threads[number].pending = None;
    PASSED.set(false);
    CHECKS.set(0);
    SAME.set(0);
    state.read = None;
    Ok(done(&mut Shared(&mut state), how))
}

/// How a thread hears that it is its turn.
#[derive(Debug, Default)]
struct Wake {
    is_granted: AtomicBool,
    granted: Condvar,
}

/// So often a thread looks whether it is its turn before it lets the system wake it, which takes long: most turns are short.
const LOOKS: u32 = 2_000;

fn wait_for_turn(number: usize, vm: &VirtualMachine) {
    let wake = lock(&STATE).threads[number].wake.clone();
    vm.allow_threads(|| {
        for _ in 0..LOOKS {
            if wake.is_granted.load(Ordering::Acquire) {
                return;
            }
            std::hint::spin_loop();
        }
        let mut state = lock(&STATE);
        while state.threads[number].granted.is_none() {
            state = wake
                .granted
                .wait(state)
                .unwrap_or_else(PoisonError::into_inner);
        }
    });
}

/// What a step may change.
pub(super) struct Shared<'a>(&'a mut State);

impl Shared<'_> {
    pub fn sync(&mut self, sync: usize) -> &mut Sync {
        &mut self.0.syncs[sync]
    }

    /// The step did nothing but read; or what it did is undone where the same comes again.
    pub fn read(&mut self, value: impl Hash) {
        let mut hasher = DefaultHasher::new();
        value.hash(&mut hasher);
        self.0.read = Some(hasher.finish());
    }

    pub fn ticket(&mut self) -> u64 {
        self.0.tickets += 1;
        self.0.tickets
    }

    pub fn slept(&mut self, until_s: f64) {
        self.0.now_s = self.0.now_s.max(until_s);
        self.0.threads[ME.get() as usize].has_slept = true;
    }

    pub fn passes(&mut self, seconds: f64) {
        self.0.now_s += seconds.clamp(0.0, 1e9);
    }

    pub fn takes(&mut self, sync: usize) {
        let me = ME.get();
        if self.0.syncs[sync].kind.contains("Queue") {
            return;
        }
        self.0.syncs[sync].held_by = Some(me);
        self.0.threads[me as usize].holds.push(sync);
    }

    pub fn gives(&mut self, sync: usize) {
        if let Some(holder) = self.0.syncs[sync].held_by.take() {
            let holds = &mut self.0.threads[holder as usize].holds;
            if let Some(at) = holds.iter().rposition(|one| *one == sync) {
                holds.remove(at);
            }
        }
    }

    pub fn prints(&mut self, is_error: bool, text: &str) {
        match is_error {
            true => self.0.rest.stderr.push_str(text),
            false => self.0.rest.stdout.push_str(text),
        }
    }

    pub fn ends_with(&mut self, status: u8) {
        self.0.rest.exit = status;
        self.0.rest.exception = None;
        self.0.over = Some(Stop::Finished);
        self.0.set_active();
    }

    /// Writes the step down.
    pub fn record(&mut self, make: impl FnOnce(&dyn Fn(usize) -> String) -> Recorded) {
        if !is_recording() || self.0.alive() < 2 {
            return;
        }
        let state = &*self.0;
        let recorded = make(&|sync| state.called(sync));
        let recorded = Recorded {
            thread: ME.get(),
            holds: state.threads[ME.get() as usize]
                .holds
                .iter()
                .map(|sync| state.called(*sync))
                .collect(),
            waits_for: state
                .waits()
                .into_iter()
                .map(|(thread, what, _)| (thread, what))
                .collect(),
            ..recorded
        };
        self.0.rest.steps.push(recorded);
    }
}

/// A step of the program itself on an object.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(super) fn step(
    vm: &VirtualMachine,
    point: &Arc<Point>,
    object: Object,
    writes: bool,
) -> PyResult<()> {
    step_on(vm, point, vec![object], writes)
}

/// The same on several.
///
/// # Errors
/// What unwinds the run, where it is over.
pub(super) fn step_on(
    vm: &VirtualMachine,
    point: &Arc<Point>,
    objects: Vec<Object>,
    writes: bool,
) -> PyResult<()> {
    let object = objects.first().copied().unwrap_or_default();
    let touches = objects.into_iter();
    let touches = touches.map(|object| Touch { object, writes }).collect();
    arrive(vm, touches, Need::Nothing, false, |shared, _| {
        if !writes {
            shared.read(0);
        }
        shared.record(|_| {
            let (operation, name) = point.told();
            Recorded {
                file: point.file.to_string(),
                line: point.line,
                column: point.column,
                end_column: point.end_column,
                operation: operation.into(),
                object: name,
                number: object,
                writes,
                is_tested: point.is_tested,
                point: Arc::as_ptr(point) as usize,
                ..Recorded::default()
            }
        });
    })
}

/// Whether an object is one that two threads touch: its number then.
pub(super) fn shared(point: &Arc<Point>, object: &PyObject) -> Option<Object> {
    lock(&STATE).shared(point, object)
}

/// The last step was about this object, or a part of it.
pub(super) fn about(point: &Arc<Point>, object: &PyObject, part: &str) {
    let me = ME.get();
    let mut state = lock(&STATE);
    if state.alive() < 2 {
        return;
    }
    let name = state
        .name_of(object)
        .unwrap_or_else(|| format!("<{}>", object.class().name()));
    if let Some(last) = state.rest.steps.last_mut()
        && last.thread == me
        && last.point == Arc::as_ptr(point) as usize
    {
        last.object = name + part;
    }
}

/// What the last step has read, or written.
pub(super) fn value(
    point: &Arc<Point>,
    before: Option<&PyObject>,
    after: Option<&PyObject>,
    vm: &VirtualMachine,
) {
    let text = |value: Option<&PyObject>| value.and_then(|value| values::shown(value, vm));
    let (before, after) = (text(before), text(after));
    shown(point, before, after);
}

pub(super) fn shown(point: &Arc<Point>, before: Option<String>, after: Option<String>) {
    let me = ME.get();
    let mut state = lock(&STATE);
    if state.alive() < 2 {
        return;
    }
    if let Some(last) = state.rest.steps.last_mut()
        && last.thread == me
        && last.point == Arc::as_ptr(point) as usize
    {
        last.before = before.or(last.before.take());
        last.after = after;
    }
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
        of: Some(of),
        ..Sync::default()
    });
    state.run << 32 | (state.syncs.len() as u64 - 1)
}

/// Where it is kept; `None` where it is of a run that is over, and this thread of none.
pub(super) fn index(sync: u64) -> Option<usize> {
    let state = lock(&STATE);
    let index = (sync & 0xffff_ffff) as usize;
    (sync >> 32 == state.run && index < state.syncs.len() && ME.get() != NOBODY).then_some(index)
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

/// A number for a thread that is to start.
pub(super) fn enlist(name: &str, is_daemon: bool) -> u32 {
    let me = ME.get();
    let mut state = lock(&STATE);
    let number = state.threads.len() as u32;
    let starter = state.threads.get(me as usize).is_some().then_some(me);
    state.threads.push(One {
        name: name.into(),
        is_daemon,
        is_alive: true,
        pending: None,
        granted: None,
        wake: Arc::default(),
        starter,
        has_slept: false,
        objects: 0,
        made: 0,
        after_end: 0,
        holds: Vec::new(),
    });
    if starter.is_some() {
        STARTED.store(true, Ordering::Relaxed);
    }
    state.set_active();
    number
}

/// A thread could not be started.
pub(super) fn forget(number: u32) {
    let mut state = lock(&STATE);
    let one = &mut state.threads[number as usize];
    one.is_alive = false;
    one.starter = None;
    state.set_active();
}

/// Waits until a thread that was started stands before its first step.
pub(super) fn wait_for_start(vm: &VirtualMachine) {
    let me = ME.get() as usize;
    wait_for_turn(me, vm);
    lock(&STATE).took_turn(me);
}

/// This thread of the farm is one of the run's, from here on.
pub(super) fn enter(number: u32) {
    ME.set(number);
    PASSED.set(true);
    NEWS.set(0);
    TURN.set(0);
    QUIET.set(0);
    CHECKS.set(0);
    SAME.set(0);
}

/// It has ended.
pub(super) fn leave() {
    let me = ME.replace(NOBODY);
    let mut state = lock(&STATE);
    let one = &mut state.threads[me as usize];
    one.is_alive = false;
    one.pending = None;
    let starter = one.starter.take();
    state.set_active();
    match starter {
        Some(starter) if state.over.is_none() => state.grant(starter, How::Step),
        _ => state.decide(),
    }
}

/// What has ended a thread.
pub(super) fn raised(raised: Raised, text: &str) {
    let mut state = lock(&STATE);
    state.rest.stderr.push_str(text);
    if ME.get() == 0 {
        state.rest.exit = 1;
        state.rest.exception = Some(raised);
    } else {
        state.rest.thread_exceptions.push(raised);
    }
}

/// The main thread has ended itself with a status.
pub(super) fn exits(status: u8, text: &str) {
    let mut state = lock(&STATE);
    state.rest.exit = status;
    state.rest.stderr.push_str(text);
}

/// A search begins.
pub(super) fn begin_search(is_bound: bool) {
    forget_all();
    EXPLORING.store(true, Ordering::Relaxed);
    BOUND.store(is_bound, Ordering::Relaxed);
    AGAIN.store(false, Ordering::Relaxed);
    gil::ask(gil::EXPLORES, true);
    checks::look_at_calls(is_bound);
}

/// It is over.
pub(super) fn end_search() {
    gil::ask(gil::EXPLORES, false);
    checks::look_at_calls(false);
    EXPLORING.store(false, Ordering::Relaxed);
    ACTIVE.store(false, Ordering::Relaxed);
    RECORDING.store(false, Ordering::Relaxed);
    forget_all();
}

/// What is dropped may look here: so it is dropped when the lock no longer is held.
fn forget_all() {
    let _before = std::mem::take(&mut *lock(&STATE));
}

/// A run begins; its main thread is to be started.
pub(super) fn begin_run(ask: Ask, deadline_us: f64, is_recorded: bool) {
    let mut state = lock(&STATE);
    let why = std::mem::take(&mut state.why);
    let run = state.run + 1;
    let before = std::mem::replace(
        &mut *state,
        State {
            ask: Some(ask),
            deadline_us,
            why,
            run,
            ..State::default()
        },
    );
    STARTED.store(false, Ordering::Relaxed);
    ACTIVE.store(false, Ordering::Relaxed);
    RECORDING.store(is_recorded, Ordering::Relaxed);
    drop(state);
    // What is dropped may look here.
    drop(before);
}

/// Waits for the end of the run: why it ended, and what it has left.
pub(super) fn wait_for_end() -> (Stop, Rest) {
    let mut state = lock(&STATE);
    while state.alive() > 0 {
        state = OVER.wait(state).unwrap_or_else(PoisonError::into_inner);
    }
    state.ask = None;
    ACTIVE.store(false, Ordering::Relaxed);
    let stop = state.over.unwrap_or(Stop::Finished);
    (stop, std::mem::take(&mut state.rest))
}
