//! One clock for all workers, in microseconds.

use super::sys;
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

thread_local! {
    /// What this worker's own clock must be corrected by, in microseconds.
    static CORRECTION_US: Cell<f64> = const { Cell::new(0.0) };
}

/// Microseconds since the Unix epoch on the clock that all workers of this program share.
///
/// Two readings on one worker never go backwards; readings of two workers differ by at most
/// [`uncertainty_us`].
pub fn now_us() -> f64 {
    sys::clock_us() + CORRECTION_US.get()
}

/// Corrects this worker's clock by so many microseconds more.
pub(crate) fn correct(by_us: f64) {
    CORRECTION_US.set(CORRECTION_US.get() + by_us);
}

/// The most that a thread worker's clock may be off the coordinator's, in microseconds: half of
/// the shortest round trip when they were compared, and a tick; 0 where there is only one clock.
pub fn uncertainty_us() -> f64 {
    f64::from_bits(UNCERTAINTY_US.load(Ordering::Relaxed))
}

static UNCERTAINTY_US: AtomicU64 = AtomicU64::new(0);

/// Given that a remote clock was read as `theirs` at some moment between `sent` and `received` on
/// this one, the least correction that makes the three agree.
pub(crate) fn correction(sent: f64, theirs: f64, received: f64) -> f64 {
    if theirs < sent {
        sent - theirs
    } else if theirs > received {
        received - theirs
    } else {
        0.0
    }
}

/// Notes that the clocks of two workers may differ by this much.
pub(crate) fn allow_uncertainty(us: f64) {
    UNCERTAINTY_US.store(uncertainty_us().max(us).to_bits(), Ordering::Relaxed);
}

/// The step in which the clock goes: browsers coarsen it. The least of a few that are seen.
pub(crate) fn tick_us() -> f64 {
    let step = |_| {
        let begin = now_us();
        loop {
            let now = now_us();
            if now > begin {
                return now - begin;
            }
        }
    };
    (0..4).map(step).fold(f64::INFINITY, f64::min)
}
