//! Bringing the clocks of workers together: each is compared with the coordinator's, and corrected.

use super::clock::{allow_uncertainty, correct, correction, now_us, tick_us};
use super::{farm, sys};
use crate::platform::lock;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// A round trip as short as this needs no better one.
const GOOD_US: f64 = 20.0;
/// How long the coordinator spins at a time.
const PATIENCE_US: f64 = 3_000.0;
/// And how often it reads the clock in that time, at most: a coarse one would tell too late that
/// the time is over, thread by thread.
const READINGS: u32 = 40_000;
const ATTEMPTS: u32 = 5;

/// What the coordinator and the one worker that is being asked share.
static ASKED: AtomicBool = AtomicBool::new(false);
static AWAKE: AtomicBool = AtomicBool::new(false);
static OVER: AtomicBool = AtomicBool::new(false);
static ANSWER: AtomicU64 = AtomicU64::new(0);
static CORRECT_BY: AtomicU64 = AtomicU64::new(0);

/// Compares the clock of a parked thread of the farm with the coordinator's, and corrects it.
pub(crate) async fn farm_thread(thread: usize) {
    if sys::CLOCKS_DIFFER
        && let Ok(answering) = farm::spawn_on(thread, answer)
    {
        compare().await;
        // It does not panic, and where it did the run would hear of it.
        let _ = answering.await;
    }
}

/// Compares the clock of each of the data-parallel pool's `width` threads, one after the other,
/// and corrects it.
pub(crate) async fn parallel_pool(width: usize) {
    if !sys::CLOCKS_DIFFER {
        return;
    }
    static TURN: Mutex<usize> = Mutex::new(0);
    static CHANGED: Condvar = Condvar::new();
    let turn = || lock(&TURN);
    *turn() = 0;
    sys::parallel::on_each(move |index| {
        let turn = lock(&TURN);
        let mine = CHANGED.wait_while(turn, |turn| *turn != index);
        drop(mine);
        answer();
        *lock(&TURN) = index + 1;
        CHANGED.notify_all();
    });
    for index in 0..width {
        compare().await;
        while *turn() == index {
            sys::sleep(Duration::ZERO).await;
        }
    }
}

/// The worker's side: reads its clock as often as it is asked, then corrects it.
fn answer() {
    AWAKE.store(true, Ordering::Release);
    while !OVER.load(Ordering::Acquire) {
        if ASKED.swap(false, Ordering::AcqRel) {
            ANSWER.store(now_us().to_bits(), Ordering::Release);
        }
        std::hint::spin_loop();
    }
    correct(f64::from_bits(CORRECT_BY.load(Ordering::Acquire)));
    AWAKE.store(false, Ordering::Release);
    OVER.store(false, Ordering::Release);
}

/// The coordinator's side, by Cristian's algorithm (*Probabilistic clock synchronization*, 1989):
/// of several round trips the shortest bounds the offset best. Once the worker is awake the
/// coordinator spins, a few milliseconds at most; a worker that gets no processor in that time
/// keeps the clock that the browser gave it.
async fn compare() {
    while !AWAKE.load(Ordering::Acquire) {
        sys::sleep(Duration::ZERO).await;
    }
    let mut best: Option<(f64, f64, f64)> = None;
    let good =
        |best: Option<(f64, f64, f64)>| best.is_some_and(|(from, _, to)| to - from < GOOD_US);
    for _ in 0..ATTEMPTS {
        let (begin, mut readings) = (now_us(), 0);
        let mut is_patient = || {
            readings += 1;
            readings <= READINGS && now_us() - begin < PATIENCE_US
        };
        while !good(best) && is_patient() {
            ANSWER.store(0, Ordering::Release);
            let sent = now_us();
            ASKED.store(true, Ordering::Release);
            while ANSWER.load(Ordering::Acquire) == 0 && is_patient() {
                std::hint::spin_loop();
            }
            let received = now_us();
            let theirs = f64::from_bits(ANSWER.load(Ordering::Acquire));
            if theirs != 0.0 && best.is_none_or(|(from, _, to)| received - sent < to - from) {
                best = Some((sent, theirs, received));
            }
        }
        if good(best) {
            break;
        }
        // One of the two had no processor; another moment may be better.
        ASKED.store(false, Ordering::Release);
        sys::sleep(Duration::from_millis(1)).await;
    }
    let (by, uncertain) = best.map_or((0.0, 0.0), |(sent, theirs, received)| {
        let uncertain = (received - sent) / 2.0 + tick_us();
        (correction(sent, theirs, received), uncertain)
    });
    CORRECT_BY.store(by.to_bits(), Ordering::Release);
    allow_uncertainty(uncertain);
    // The next comparison must not take this worker's last words for another's first.
    OVER.store(true, Ordering::Release);
    while OVER.load(Ordering::Acquire) {
        sys::sleep(Duration::ZERO).await;
    }
}
