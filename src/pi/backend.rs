//! One processor that can count, behind one trait; and the loop that drives any of them.
//!
//! A [`Backend`] counts one *slice* of the points at a time. [`run`] chooses the slices so that
//! each takes some tens of milliseconds: long enough that starting one costs nothing to speak of,
//! short enough that progress moves, that Stop is heard, and that no watchdog takes a GPU's work
//! for a hang. How many points that is, is not known beforehand, so it is learned from slice to
//! slice.

use super::{Generator, kernel};
use crate::platform::clock;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::ops::{ControlFlow, Range};

/// How long [`run`] wants a slice to take, in seconds.
pub const SLICE_SECONDS: f64 = 0.04;

/// How much longer than the one before a slice may be. Small, because a shader that someone has
/// just written may be a thousand times slower than the one that was measured.
const GROWTH: f64 = 8.0;

/// What a time was measured by.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clock {
    /// The computer's clock, from asking for a slice to having its count.
    Wall,
    /// The GPU's own timestamps, at the beginning and the end of its work alone.
    Timestamps,
}

impl Clock {
    /// What it is, in words.
    pub const fn name(self) -> &'static str {
        match self {
            Clock::Wall => "the computer's clock, the waiting for it included",
            Clock::Timestamps => "its own timestamps",
        }
    }

    /// What a sum of times by both was measured by.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Clock::Timestamps, Clock::Timestamps) => Clock::Timestamps,
            _ => Clock::Wall,
        }
    }
}

/// What counting one slice gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slice {
    /// Points counted.
    pub points: u64,
    /// Points of these that are inside.
    pub inside: u64,
    /// How long it took, in seconds.
    pub seconds: f64,
    /// What `seconds` was measured by.
    pub clock: Clock,
}

/// What a [`run`] gave.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// Points counted: all that were asked for, unless it was stopped.
    pub points: u64,
    /// Points of these that are inside.
    pub inside: u64,
    /// What the slices took, in seconds, without what the caller did between them.
    pub seconds: f64,
    /// What `seconds` was measured by: the GPU's timestamps only where all slices were.
    pub clock: Clock,
    /// How many slices there were; on a GPU at least as many dispatches.
    pub slices: u64,
    /// Whether the caller stopped it before the end.
    pub stopped: bool,
}

/// One way to count the points of one sequence: one thread, many, a GPU.
///
/// All of them must give the same integer; the tests in `tests/both/pi_counts.rs` are written once,
/// against this trait.
#[allow(
    async_fn_in_trait,
    reason = "a back end need not be Send: wgpu's types are not, in a browser"
)]
pub trait Backend {
    /// What can go wrong while it counts.
    type Error: std::error::Error;

    /// Its name in the parameter `backend`: `serial`, `threads`, `webgpu`, `cuda`.
    fn name(&self) -> &'static str;

    /// The generator whose points it counts.
    fn generator(&self) -> Generator;

    /// The points that it counts without waste: [`run`] cuts at multiples of this.
    fn granularity(&self) -> u64 {
        self.generator().unit()
    }

    /// Counts the points of this range that are inside. Any range, however cut.
    async fn count(&mut self, points: Range<u64>) -> Result<Slice, Self::Error>;
}

/// Counts a range slice by slice, and reports each; the report decides whether to go on.
///
/// The report is awaited, so that it can let the event loop turn: on the coordinator, that is when
/// Stop is heard. The last slice is reported too.
///
/// # Errors
/// The back end's, as they come; what was counted before is in the reports.
pub async fn run<B: Backend>(
    backend: &mut B,
    points: Range<u64>,
    mut report: impl AsyncFnMut(Slice) -> ControlFlow<()>,
) -> Result<Counted, B::Error> {
    let grain = backend.granularity().max(1);
    let mut length = (1 << 20_u64).max(grain) as f64;
    let mut counted = Counted {
        points: 0,
        inside: 0,
        seconds: 0.0,
        clock: Clock::Timestamps,
        slices: 0,
        stopped: false,
    };
    let mut at = points.start;
    while at < points.end {
        let cut = at.saturating_add(length as u64) / grain * grain;
        let end = cut.max(at + 1).min(points.end);
        let slice = backend.count(at..end).await?;
        length = grow((end - at) as f64, slice.seconds).max(grain as f64);
        at = end;
        counted.points = at - points.start;
        counted.inside += slice.inside;
        counted.seconds += slice.seconds;
        counted.clock = counted.clock.and(slice.clock);
        counted.slices += 1;
        if report(slice).await.is_break() && at < points.end {
            counted.stopped = true;
            break;
        }
    }
    Ok(counted)
}

/// The length of the next slice, given that one of `points` took `seconds`.
fn grow(points: f64, seconds: f64) -> f64 {
    // A clock too coarse to have seen anything gives zero, and the factor infinity: then GROWTH.
    points * (SLICE_SECONDS / seconds).clamp(1.0 / GROWTH, GROWTH)
}

/// One CPU thread, the one that asks.
#[derive(Clone, Debug)]
pub struct Serial {
    generator: Generator,
    seed: u64,
}

impl Serial {
    /// Counts the points of this generator and seed.
    pub fn new(generator: Generator, seed: u64) -> Self {
        Self { generator, seed }
    }
}

impl Backend for Serial {
    type Error = Infallible;

    fn name(&self) -> &'static str {
        "serial"
    }

    fn generator(&self) -> Generator {
        self.generator
    }

    async fn count(&mut self, points: Range<u64>) -> Result<Slice, Infallible> {
        let count = points.end - points.start;
        let start = clock::now_us();
        let inside = kernel::count_inside(self.generator, self.seed, points);
        Ok(Slice {
            points: count,
            inside,
            seconds: (clock::now_us() - start) / 1e6,
            clock: Clock::Wall,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_aim_at_their_length_but_grow_slowly() {
        assert_eq!(grow(1e6, SLICE_SECONDS), 1e6);
        assert_eq!(grow(1e6, SLICE_SECONDS / 2.0), 2e6);
        assert_eq!(grow(1e6, 1e-9), 8e6);
        assert_eq!(grow(1e6, 0.0), 8e6);
        assert_eq!(grow(1e6, 100.0), 1e6 / 8.0);
    }

    /// A back end that counts every point as inside, and says that any slice took this long.
    struct Pretend {
        seconds: f64,
        slices: Vec<Range<u64>>,
    }

    impl Backend for Pretend {
        type Error = Infallible;

        fn name(&self) -> &'static str {
            "pretend"
        }

        fn generator(&self) -> Generator {
            Generator::Xorshift
        }

        async fn count(&mut self, points: Range<u64>) -> Result<Slice, Infallible> {
            self.slices.push(points.clone());
            Ok(Slice {
                points: points.end - points.start,
                inside: points.end - points.start,
                seconds: self.seconds,
                clock: Clock::Timestamps,
            })
        }
    }

    #[test]
    fn slices_adjoin_and_are_cut_at_the_grain() {
        let mut backend = Pretend {
            seconds: SLICE_SECONDS / 3.0,
            slices: Vec::new(),
        };
        let range = 1_001..50_000_003;
        let go_on = async |_: Slice| ControlFlow::Continue(());
        let counted = block_on(run(&mut backend, range.clone(), go_on)).unwrap();
        assert_eq!((counted.points, counted.inside), (49_999_002, 49_999_002));
        assert_eq!(counted.clock, Clock::Timestamps);
        assert!(!counted.stopped);
        let slices = &backend.slices;
        assert_eq!(counted.slices, slices.len() as u64);
        assert!(slices.len() > 2 && slices.len() < 10, "{slices:?}");
        assert_eq!(
            (slices[0].start, slices.last().unwrap().end),
            (1_001, 50_000_003)
        );
        for pair in slices.windows(2) {
            assert_eq!(pair[0].end, pair[1].start);
            assert!(pair[0].end.is_multiple_of(2048));
        }
    }

    #[test]
    fn a_run_stops_after_the_slice_that_was_under_way() {
        let mut backend = Pretend {
            seconds: SLICE_SECONDS,
            slices: Vec::new(),
        };
        let stop = async |_: Slice| ControlFlow::Break(());
        let counted = block_on(run(&mut backend, 0..1 << 40, stop)).unwrap();
        assert!(counted.stopped);
        assert_eq!((counted.slices, counted.points), (1, 1 << 20));
        // At the very end there is nothing left to stop.
        let counted = block_on(run(&mut backend, 0..5, stop)).unwrap();
        assert_eq!((counted.points, counted.stopped), (5, false));
    }

    /// None of these futures ever waits.
    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match std::pin::pin!(future).poll(&mut context) {
            std::task::Poll::Ready(value) => value,
            std::task::Poll::Pending => panic!("it waits"),
        }
    }
}
