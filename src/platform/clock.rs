//! One clock for all workers, in microseconds: how coarse it is, and that it never goes backwards.

use super::sys;
use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

thread_local! {
    static STEADY: Cell<Steady> = const { Cell::new(Steady::NEW) };
}

/// Microseconds since the Unix epoch on the clock that all workers of this program share.
///
/// Two readings on one worker never go backwards, even where somebody sets the system's clock back;
/// readings of two workers differ by at most [`uncertainty_us`].
pub fn now_us() -> f64 {
    let mut steady = STEADY.get();
    #[cfg(feature = "workbench")]
    worse::forget(&mut steady);
    let reading = steady.read(raw_us());
    STEADY.set(steady);
    reading
}

/// What one worker's own clock must be corrected by, so that it goes with the others' and on.
#[derive(Debug, Clone, Copy)]
struct Steady {
    latest_us: f64,
    /// By comparison with the coordinator's.
    correction_us: f64,
    /// By how much it was set back.
    set_back_us: f64,
    /// How many of the tests' worse clocks had ended when it was last read.
    #[cfg(feature = "workbench")]
    ended: u64,
}

impl Steady {
    const NEW: Self = Self {
        latest_us: f64::NEG_INFINITY,
        correction_us: 0.0,
        set_back_us: 0.0,
        #[cfg(feature = "workbench")]
        ended: 0,
    };

    /// A clock that was set back goes on from where it was; what is less than this is only the
    /// readings' noise, over which it stands still.
    const NOISE_US: f64 = 1_000.0;

    fn read(&mut self, raw_us: f64) -> f64 {
        let now_us = raw_us + self.correction_us + self.set_back_us;
        let back_us = self.latest_us - now_us;
        if back_us <= 0.0 {
            self.latest_us = now_us;
        } else if back_us > Self::NOISE_US {
            self.set_back_us += back_us;
            // By so much, at most, this worker may now be off the others.
            allow_uncertainty(back_us);
        }
        self.latest_us
    }

    fn correct(&mut self, by_us: f64) {
        self.correction_us += by_us;
        self.latest_us = f64::NEG_INFINITY;
    }
}

#[cfg(not(feature = "workbench"))]
use sys::clock_us as raw_us;

/// This worker's own clock; in tests a worse one.
#[cfg(feature = "workbench")]
fn raw_us() -> f64 {
    worse::worsened(sys::clock_us())
}

/// Corrects this worker's clock by so many microseconds more, before anything is timed with it.
pub(crate) fn correct(by_us: f64) {
    let mut steady = STEADY.get();
    steady.correct(by_us);
    STEADY.set(steady);
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

static TICK_US: AtomicU64 = AtomicU64::new(0);

/// The step in which the clock goes, in microseconds: browsers coarsen it, to 100 ms where a
/// reader has asked for it. Found out once, by whoever asks first.
pub fn tick_us() -> f64 {
    let known = f64::from_bits(TICK_US.load(Ordering::Relaxed));
    if known > 0.0 {
        return known;
    }
    let tick = tick_of(now_us);
    TICK_US.store(tick.to_bits(), Ordering::Relaxed);
    tick
}

/// The least step of a few: one that is seen may be longer than the clock's own, where this thread
/// had no processor. A coarse clock is waited for twice, and one that stands still not for ever.
fn tick_of(mut now_us: impl FnMut() -> f64) -> f64 {
    const STEPS: u32 = 4;
    /// Of steps of this length, fewer are waited for.
    const COARSE_US: f64 = 4_000.0;
    const COARSE_STEPS: u32 = 2;
    /// Readings, some hundred milliseconds of them.
    const PATIENCE: u32 = 4_000_000;
    let mut least = f64::INFINITY;
    let (mut steps, mut begin) = (0, now_us());
    for _ in 0..PATIENCE {
        let now = now_us();
        if now > begin {
            least = least.min(now - begin);
            begin = now;
            steps += 1;
            if steps == STEPS || (steps == COARSE_STEPS && least >= COARSE_US) {
                return least;
            }
        }
    }
    match least.is_finite() {
        true => least,
        // Longer than it was waited for, however long that was.
        false => 1e6,
    }
}

/// A worse clock, for tests: as coarse as a browser can make it, or set back.
#[cfg(feature = "workbench")]
pub mod worse {
    use super::{AtomicU64, Ordering, Steady, TICK_US, UNCERTAINTY_US, now_us};

    static COARSE_US: AtomicU64 = AtomicU64::new(0);
    static SET_BACK_US: AtomicU64 = AtomicU64::new(0);
    /// How many worse clocks there were.
    static ENDED: AtomicU64 = AtomicU64::new(0);

    /// While this lives, all workers' clocks go in steps of so many microseconds, and may be set
    /// back.
    #[derive(Debug)]
    #[must_use = "the clock is as it was when this is dropped"]
    pub struct Coarse {
        uncertainty: u64,
    }

    /// Makes the clock go in steps of so many microseconds; 0 leaves its own.
    pub fn coarse(us: f64) -> Coarse {
        COARSE_US.store(us.to_bits(), Ordering::Relaxed);
        TICK_US.store(0, Ordering::Relaxed);
        // From here on a step is a whole one.
        let begin = now_us();
        while now_us() == begin {}
        Coarse {
            uncertainty: UNCERTAINTY_US.load(Ordering::Relaxed),
        }
    }

    impl Drop for Coarse {
        fn drop(&mut self) {
            COARSE_US.store(0, Ordering::Relaxed);
            SET_BACK_US.store(0, Ordering::Relaxed);
            TICK_US.store(0, Ordering::Relaxed);
            UNCERTAINTY_US.store(self.uncertainty, Ordering::Relaxed);
            ENDED.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// A worker forgets what a worse clock that has ended did to its own.
    pub(super) fn forget(steady: &mut Steady) {
        let ended = ENDED.load(Ordering::Relaxed);
        if steady.ended != ended {
            steady.ended = ended;
            steady.set_back_us = 0.0;
            steady.latest_us = f64::NEG_INFINITY;
        }
    }

    /// Sets the clock back by so many microseconds more, while a worse clock lives.
    pub fn set_back(us: u64) {
        SET_BACK_US.fetch_add(us, Ordering::Relaxed);
    }

    pub(super) fn worsened(us: f64) -> f64 {
        let us = us - SET_BACK_US.load(Ordering::Relaxed) as f64;
        match f64::from_bits(COARSE_US.load(Ordering::Relaxed)) {
            coarse if coarse > 0.0 => (us / coarse).floor() * coarse,
            _ => us,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_back_goes_on_from_where_it_was() {
        let mut steady = Steady::NEW;
        let mut read = |raw| steady.read(raw);
        assert_eq!(read(100_000.0), 100_000.0);
        // Set back by 50 ms: no time has passed, and then it passes as before.
        assert_eq!(read(50_000.0), 100_000.0);
        assert_eq!(read(50_400.0), 100_400.0);
        // And once more.
        assert_eq!(read(400.0), 100_400.0);
        assert_eq!(read(1_400.0), 101_400.0);
    }

    #[test]
    fn readings_that_waver_do_not_drive_it_on() {
        let mut steady = Steady::NEW;
        for _ in 0..1_000 {
            assert_eq!(steady.read(10_000.0), 10_000.0);
            assert_eq!(steady.read(9_700.0), 10_000.0);
        }
        assert_eq!(steady.read(11_000.0), 11_000.0);
    }

    #[test]
    fn a_correction_may_lead_backwards() {
        let mut steady = Steady::NEW;
        assert_eq!(steady.read(10_000.0), 10_000.0);
        steady.correct(-5_000.0);
        assert_eq!(steady.read(10_000.0), 5_000.0);
    }

    /// A clock of this tick of which a reading takes so long, and how often it was read.
    fn ticking(tick_us: f64, reading_us: f64) -> (f64, u32) {
        let mut readings = 0;
        let found = tick_of(|| {
            readings += 1;
            (f64::from(readings) * reading_us / tick_us).floor() * tick_us
        });
        (found, readings)
    }

    #[test]
    fn the_tick_is_found_and_a_coarse_clock_is_waited_for_twice() {
        for tick_us in [5.0, 100.0, 1_000.0] {
            let (found, readings) = ticking(tick_us, 0.1);
            assert!((found - tick_us).abs() < 1e-6, "{found}");
            assert!(
                f64::from(readings) * 0.1 <= 5.0 * tick_us + 1.0,
                "{readings}"
            );
        }
        for tick_us in [16_700.0, 100_000.0] {
            let (found, readings) = ticking(tick_us, 0.1);
            assert!((found - tick_us).abs() < 1e-6, "{found}");
            assert!(
                f64::from(readings) * 0.1 <= 2.0 * tick_us + 1.0,
                "{readings}"
            );
        }
    }

    #[test]
    fn a_step_for_which_the_thread_had_no_processor_is_not_taken_for_the_tick() {
        for missed in [1, 2] {
            let mut readings = 0;
            let found = tick_of(|| {
                readings += 1;
                let steps = readings / 10;
                f64::from(if steps == missed { missed + 1 } else { steps }) * 100_000.0
            });
            assert_eq!(found, 100_000.0, "{missed}");
        }
    }

    #[test]
    fn a_clock_that_stands_still_is_not_waited_for_for_ever() {
        let mut readings = 0;
        let found = tick_of(|| {
            readings += 1;
            7.0
        });
        assert!(
            found >= 1e6 && readings < 5_000_000,
            "{found} after {readings}"
        );
    }
}
