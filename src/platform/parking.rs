//! How a worker with nothing to do waits: it looks a little longer, then parks.
//!
//! To park and to be woken costs microseconds, several hundred times what a small task takes, so
//! a worker first spins for a moment. No more spin at a time than there are processors, or they
//! would take the processors of those that they wait for.

use super::{clock, processors, sys};
use crate::platform::lock;
use std::cell::Cell;
use std::hint::spin_loop;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering, fence};
use std::sync::{Condvar, LazyLock, Mutex, MutexGuard, PoisonError};

/// How long a thread spins at most before it parks: some times what being woken takes.
const LONGEST_US: f64 = 30.0;
/// And at least, where it has long found nothing.
const SHORTEST_US: f64 = 1.0;
/// How often it looks between two readings of the clock.
const LOOKS: u32 = 64;
/// And how often it reads it, at most: some times what fits into the longest spin, since a coarse
/// clock may stand still for as long as 100 ms.
const READINGS: u32 = 1_000;

/// How many threads spin now.
static SPINNING: AtomicUsize = AtomicUsize::new(0);
static PROCESSORS: LazyLock<usize> = LazyLock::new(|| processors::logical_processors() as usize);

/// Looks until `look` finds something, for a moment at most; not at all where as many spin
/// already as there are processors.
pub(crate) fn spin_until<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    if let Some(found) = look() {
        return Some(found);
    }
    // A single processor has nobody else at work meanwhile.
    if *PROCESSORS == 1 || !sys::has_threads() {
        return None;
    }
    let others = SPINNING.fetch_add(1, Ordering::Relaxed);
    let found = match others < *PROCESSORS {
        true => spin(look),
        false => None,
    };
    SPINNING.fetch_sub(1, Ordering::Relaxed);
    found
}

/// The same for the coordinator, whose turn it always is: there is one of it.
pub(crate) fn spin_for_results(mut look: impl FnMut() -> bool) {
    if !look() && *PROCESSORS > 1 && sys::has_threads() {
        spin(|| look().then_some(()));
    }
}

thread_local! {
    /// How long this thread spins, and how often it has.
    static PATIENCE_US: Cell<f64> = const { Cell::new(LONGEST_US) };
    static SPINS: Cell<u32> = const { Cell::new(0) };
}

/// Spins for as long as has paid: on a busy machine whoever is waited for may have no processor,
/// and need this one. Now and then for longer, to see whether it would pay again.
fn spin<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    const TRY_EVERY: u32 = 8;
    let spins = SPINS.get().wrapping_add(1);
    SPINS.set(spins);
    let patience_us = match spins % TRY_EVERY {
        0 => LONGEST_US,
        _ => PATIENCE_US.get(),
    };
    let end = clock::now_us() + patience_us;
    for _ in 0..READINGS {
        let found = (0..LOOKS).find_map(|_| {
            spin_loop();
            look()
        });
        if found.is_some() {
            PATIENCE_US.set((patience_us * 2.0).min(LONGEST_US));
            return found;
        }
        if clock::now_us() > end {
            break;
        }
    }
    PATIENCE_US.set((PATIENCE_US.get() / 2.0).max(SHORTEST_US));
    None
}

/// Where threads park until something may be found that was not there: an event count
/// (D. Vyukov, *Eventcounts*, 2008).
///
/// Whoever makes something to be found calls [`wake`](Self::wake) after it can be found; where
/// nobody is parked that costs a fence and a load. One thread is woken at a time, and when it is
/// up it wakes the next if there is more to do, so that a burst of tasks does not pay for waking
/// a thread each.
#[derive(Debug, Default)]
pub(crate) struct Parking {
    door: Mutex<()>,
    opened: Condvar,
    // Both are changed only by who holds the door; others read them as a hint.
    parked: AtomicUsize,
    /// One of the parked was woken and is not yet up.
    waking: AtomicBool,
    /// How many look now, and need not be woken.
    looking: AtomicUsize,
}

impl Parking {
    /// Parks this thread until `look` finds something.
    pub fn find<T>(&self, mut look: impl FnMut() -> Option<T>) -> T {
        loop {
            self.looking.fetch_add(1, Ordering::Relaxed);
            let found = spin_until(&mut look);
            self.looking.fetch_sub(1, Ordering::Relaxed);
            if let Some(found) = found {
                return found;
            }
            let door = self.door();
            self.parked.fetch_add(1, Ordering::Relaxed);
            // Either this look finds what a waker has made, or the waker sees that one is parked.
            fence(Ordering::SeqCst);
            let found = look();
            let door = match found {
                Some(_) => door,
                None => self
                    .opened
                    .wait(door)
                    .unwrap_or_else(PoisonError::into_inner),
            };
            self.parked.fetch_sub(1, Ordering::Relaxed);
            self.waking.store(false, Ordering::Relaxed);
            drop(door);
            fence(Ordering::SeqCst);
            if let Some(found) = found {
                return found;
            }
        }
    }

    /// Something can be found now: wakes a parked thread, unless one looks or is on its way.
    /// Whoever has found something and sees that there is more must call this too.
    pub fn wake(&self) {
        fence(Ordering::SeqCst);
        if self.parked.load(Ordering::Relaxed) == 0
            || self.looking.load(Ordering::Relaxed) > 0
            || self.waking.load(Ordering::Relaxed)
        {
            return;
        }
        let door = self.door();
        // Looked at again: without the door they may have changed.
        if self.parked.load(Ordering::Relaxed) > 0 && !self.waking.swap(true, Ordering::Relaxed) {
            drop(door);
            self.opened.notify_one();
        }
    }

    /// The same for all that are parked.
    pub fn wake_all(&self) {
        fence(Ordering::SeqCst);
        drop(self.door());
        self.opened.notify_all();
    }

    fn door(&self) -> MutexGuard<'_, ()> {
        lock(&self.door)
    }
}
