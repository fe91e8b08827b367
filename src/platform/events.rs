//! Events from every worker, at a cost that does not distort what they describe.
//!
//! Each worker writes to a [`Lane`] of its own, whose lock nobody else holds but for the moment
//! in which the coordinator takes what is there. What a lane holds between two takings is bounded:
//! beyond [`ROOM`] events are counted and left out, printed lines excepted.

use super::{clock, seats};
use crate::contract::{Event, What};
use crate::platform::lock;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// How many events a lane takes between two takings by the coordinator, printed lines apart.
pub const ROOM: usize = 1_000;

thread_local! {
    static LANE: RefCell<Option<Arc<Lane>>> = const { RefCell::new(None) };
}

/// Where one worker's events of one run go.
#[derive(Debug)]
pub struct Lane {
    worker: u32,
    held: Mutex<Held>,
    left_out: AtomicU64,
    printed: Arc<AtomicU64>,
}

#[derive(Debug, Default)]
struct Held {
    events: Vec<(f64, What)>,
    taking_room: usize,
}

/// All lanes of one run.
#[derive(Debug)]
pub struct Sink {
    origin_us: f64,
    lanes: Mutex<Vec<Arc<Lane>>>,
    /// How many bytes of printed lines nobody has taken yet.
    printed: Arc<AtomicU64>,
}

impl Default for Sink {
    fn default() -> Self {
        Self {
            origin_us: clock::now_us(),
            lanes: Mutex::new(Vec::new()),
            printed: Arc::default(),
        }
    }
}

impl Sink {
    /// The lane of this worker, made when first asked for.
    pub fn lane(&self, worker: u32) -> Arc<Lane> {
        let mut lanes = lock(&self.lanes);
        if let Some(lane) = lanes.iter().find(|lane| lane.worker == worker) {
            return lane.clone();
        }
        let lane = Arc::new(Lane {
            worker,
            held: Mutex::default(),
            left_out: AtomicU64::new(0),
            printed: self.printed.clone(),
        });
        lanes.push(lane.clone());
        lane
    }

    /// The moment from which its events' times are counted, in microseconds of the common clock.
    pub fn origin_us(&self) -> f64 {
        self.origin_us
    }

    /// The events since the last taking, in the order of their times. Those of this very moment
    /// stay for the next: whatever comes then is later than all that was taken before.
    pub fn take(&self) -> Vec<Event> {
        self.take_before(clock::now_us())
    }

    /// All events since the last taking, in the order of their times: nobody writes any more.
    pub fn take_all(&self) -> Vec<Event> {
        self.take_before(f64::INFINITY)
    }

    fn take_before(&self, end_us: f64) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        for lane in lock(&self.lanes).iter() {
            let worker = lane.worker;
            let taken = lane.take_before(end_us);
            events.extend(taken.into_iter().map(|(now_us, what)| Event {
                t_us: (now_us - self.origin_us).max(0.0),
                worker,
                what,
            }));
        }
        let taken: usize = events.iter().map(|event| event.what.printed_bytes()).sum();
        self.printed.fetch_sub(taken as u64, Ordering::Relaxed);
        // Stable, so that what one worker said in one microsecond keeps its order.
        events.sort_by(|a, b| a.t_us.total_cmp(&b.t_us));
        events
    }

    /// How many bytes of printed lines nobody has taken yet.
    pub fn printed(&self) -> u64 {
        self.printed.load(Ordering::Relaxed)
    }

    /// How many events were left out for want of room.
    pub fn left_out(&self) -> u64 {
        lock(&self.lanes)
            .iter()
            .map(|lane| lane.left_out.load(Ordering::Relaxed))
            .sum()
    }
}

impl Lane {
    /// Writes an event that happens now.
    pub fn emit(&self, what: What) {
        // The clock is the dearest part, and what is left out needs none.
        self.write(what, clock::now_us);
    }

    /// Writes an event that happened then, in microseconds of the common clock.
    pub fn emit_at(&self, now_us: f64, what: What) {
        self.write(what, || now_us);
    }

    fn write(&self, what: What, now_us: impl FnOnce() -> f64) {
        let mut held = lock(&self.held);
        if !what.is_kept_always() {
            if held.taking_room == ROOM {
                self.left_out.fetch_add(1, Ordering::Relaxed);
                return;
            }
            held.taking_room += 1;
        }
        self.printed
            .fetch_add(what.printed_bytes() as u64, Ordering::Relaxed);
        held.events.push((now_us(), what));
    }

    /// Everything written since the last taking, times as they stand on the common clock.
    pub(crate) fn take(&self) -> Vec<(f64, What)> {
        self.take_before(f64::INFINITY)
    }

    /// Everything written since the last taking that happened before then.
    fn take_before(&self, end_us: f64) -> Vec<(f64, What)> {
        let mut held = lock(&self.held);
        held.taking_room = 0;
        // A lane's events are in the order of their times, but for a few that tell of the past.
        match held.events.iter().rposition(|(now_us, _)| *now_us < end_us) {
            Some(last) => {
                let rest = held.events.split_off(last + 1);
                std::mem::replace(&mut held.events, rest)
            }
            None => Vec::new(),
        }
    }
}

/// The number of the worker whose lane this thread writes to; 0 where it writes to none.
pub fn worker() -> u32 {
    LANE.with_borrow(|lane| lane.as_ref().map_or(0, |lane| lane.worker))
}

/// While this lives, what this thread emits goes to the lane; then to where it went before.
#[derive(Debug)]
#[must_use = "the lane is left when this is dropped"]
pub struct Entered(Option<Arc<Lane>>);

/// Makes `lane` the one that this thread writes to.
pub fn enter(lane: Arc<Lane>) -> Entered {
    seats::becomes(lane.worker);
    Entered(LANE.replace(Some(lane)))
}

impl Drop for Entered {
    fn drop(&mut self) {
        let before = self.0.take();
        seats::becomes(before.as_ref().map_or(0, |lane| lane.worker));
        LANE.set(before);
    }
}

thread_local! {
    /// How many on this thread wait for something that has a name, and the latest such name.
    static WAITS: Cell<(u32, &'static str)> = const { Cell::new((0, "")) };
}

/// While this lives, somebody on this thread waits for something that has a name. Where many
/// take turns on a thread, that is what the thread waits for when none of them can go on.
#[derive(Debug)]
#[must_use = "the wait ends when this is dropped"]
pub struct WaitsFor(());

impl WaitsFor {
    /// Somebody begins to wait for `what`.
    pub fn new(what: &'static str) -> Self {
        WAITS.set((WAITS.get().0 + 1, what));
        Self(())
    }
}

impl Drop for WaitsFor {
    fn drop(&mut self) {
        // Of another thread, where what waited is dropped there.
        let (waits, what) = WAITS.get();
        WAITS.set((waits.saturating_sub(1), what));
    }
}

/// What somebody on this thread waits for, where it has a name.
pub fn waits_for() -> Option<&'static str> {
    let (waits, what) = WAITS.get();
    (waits > 0).then_some(what)
}

/// Nobody on this thread waits yet.
pub(crate) fn waits_for_nothing() {
    WAITS.set((0, ""));
}

/// Writes an event of this thread that happened now. Outside a run it goes nowhere.
pub fn emit(what: What) {
    LANE.with_borrow(|lane| {
        if let Some(lane) = lane {
            lane.emit(what);
        }
    });
}

/// This thread prints a line.
pub fn print(text: impl Into<String>) {
    emit(What::print(text));
}

/// This thread begins to work on `what`, number `item` of its kind.
pub fn running(what: &'static str, item: Option<u64>) {
    emit(What::run(what, item));
}

/// The same, while it holds `lock`, which others wait for meanwhile.
pub fn holding(lock: &'static str, what: &'static str, item: Option<u64>) {
    emit(What::Run {
        what: what.into(),
        item,
        holding: Some(lock.into()),
    });
}

/// This thread begins to wait for `on`.
pub fn waiting(on: &'static str) {
    emit(What::Wait { on: on.into() });
}
