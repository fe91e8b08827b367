//! What a run can say of the times that it measured, and what it cannot: a figure that no clock of
//! this kind can give, or that a busy machine has spoilt, is no figure. Lessons get theirs from
//! here, and put them into the record by [`Context::figure`](super::Context::figure).

use crate::contract::Why;
use crate::platform::{clock, logical_processors};

/// A figure, or why there is none.
pub type Measured = Result<f64, Why>;

/// So many steps of the clock a time must have taken. Its beginning and its end are each read up
/// to a step too early, so what is told is right to a twentieth, and a ratio of two to a tenth.
const TICKS: f64 = 20.0;

/// By so much, of the less, may differ what was measured several times.
const SCATTER: f64 = 1.0 / 3.0;

/// So much more than what is possible may come out: what the clock leaves open, see [`TICKS`].
const TOLERANCE: f64 = 1.1;

/// The shortest time that this clock can tell, in milliseconds.
pub fn shortest_ms() -> f64 {
    TICKS * clock::tick_us() / 1e3
}

/// A time in milliseconds, where it was not too short for the clock.
pub fn lasted(ms: f64) -> Measured {
    match ms >= shortest_ms() {
        true => Ok(ms),
        false => Err(Why::Clock),
    }
}

/// How often the one goes into the other.
pub fn ratio(of: Measured, to: Measured) -> Measured {
    Ok(of? / to?)
}

/// A ratio as a reader takes it in: two decimals, and of one that is less than a tenth two digits
/// that are not zero. "0.00" is no speed-up.
pub fn times(ratio: f64) -> String {
    let decimals = match ratio > 0.0 && ratio < 0.1 {
        true => (1.0 - ratio.log10().floor()) as usize,
        false => 2,
    };
    format!("{ratio:.decimals$}")
}

/// The least of several times, where another is close to it: what a disturbed machine did once it
/// hardly does twice. Of a single one nothing is known but itself.
pub fn quickest(times: &[f64]) -> Measured {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    match sorted[..] {
        [] => Err(Why::Clock),
        [only] => Ok(only),
        [least, next, ..] if differ(least, next) => Err(Why::Scatter),
        [least, ..] => Ok(least),
    }
}

/// Whether two measurements of the same are too unlike.
pub fn differ(one: f64, other: f64) -> bool {
    let (least, most) = (one.min(other), one.max(other));
    most > least * (1.0 + SCATTER)
}

/// A speed-up or the like, where it is not above what is possible.
pub fn within(figure: Measured, ideal: f64) -> Measured {
    match figure? {
        too_much if too_much > ideal * TOLERANCE => Err(Why::AboveIdeal),
        figure => Ok(figure),
    }
}

/// What so many workers can do at best, one worker being 1: no more than there are processors.
pub fn ideal(workers: usize) -> f64 {
    workers.min(logical_processors() as usize) as f64
}

/// What one of several times was, in milliseconds: the middle one. Where each is too short for the
/// clock their mean still tells it, of the middle half or, where most were not seen to take any
/// time, of all; unless all together were too short.
pub fn typical(mut times: Vec<f64>) -> Measured {
    let mean = |times: &[f64]| times.iter().sum::<f64>() / times.len() as f64;
    let (count, total) = (times.len(), times.iter().sum());
    lasted(total)?;
    times.sort_by(f64::total_cmp);
    let middle = f64::midpoint(times[(count - 1) / 2], times[count / 2]);
    if lasted(middle).is_ok() {
        return Ok(middle);
    }
    let half = mean(&times[count / 4..count - count / 4]);
    Ok(if half > 0.0 { half } else { mean(&times) })
}

/// Why there is no figure, for a printed line; `raise` is the parameter that makes it longer, if
/// there is one.
pub fn why_not(why: Why, raise: impl Into<Option<&'static str>>) -> String {
    let raise = raise.into().map(|raise| format!(": raise {raise}"));
    match why {
        Why::Clock => format!(
            "too short for this clock, which goes in steps of {} ms{}",
            tick_ms(),
            raise.unwrap_or_default()
        ),
        Why::Scatter | Why::AboveIdeal => "this machine was busy: run again".into(),
    }
}

/// The step in which the clock goes, in milliseconds, with the digits that are meant.
pub(crate) fn tick_ms() -> f64 {
    let ms = clock::tick_us() / 1e3;
    let digits = if ms >= 0.001 { 1e3 } else { 1e6 };
    (ms * digits).round() / digits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quickest_time_needs_another_that_is_like_it() {
        assert_eq!(quickest(&[]), Err(Why::Clock));
        assert_eq!(quickest(&[30.0]), Ok(30.0));
        assert_eq!(quickest(&[90.0, 30.0, 39.0]), Ok(30.0));
        assert_eq!(quickest(&[30.0, 41.0, 41.0]), Err(Why::Scatter));
    }

    #[test]
    fn more_than_is_possible_is_nothing() {
        assert_eq!(within(Ok(2.1), 2.0), Ok(2.1));
        assert_eq!(within(Ok(2.73), 2.0), Err(Why::AboveIdeal));
        assert_eq!(within(Err(Why::Clock), 2.0), Err(Why::Clock));
        assert_eq!(ratio(Ok(3.0), Err(Why::Scatter)), Err(Why::Scatter));
    }

    #[test]
    fn what_is_no_number_is_no_time() {
        assert_eq!(lasted(f64::NAN), Err(Why::Clock));
        assert_eq!(lasted(0.0), Err(Why::Clock));
        assert_eq!(lasted(-50.0), Err(Why::Clock));
        assert_eq!(typical(Vec::new()), Err(Why::Clock));
    }

    #[test]
    fn many_short_times_tell_what_one_was() {
        let shortest = shortest_ms();
        let long = [3.0, 9.0, 4.0].map(|times| times * shortest);
        assert_eq!(typical(long.to_vec()), Ok(4.0 * shortest));
        // A step or none: a quarter of them saw one.
        let step = shortest / 20.0;
        let short: Vec<f64> = (0..400)
            .map(|at| if at % 4 == 0 { step } else { 0.0 })
            .collect();
        let told = typical(short).expect("a time");
        assert!((told - step / 4.0).abs() < 1e-9, "{told} of {step}");
        // Nothing is known of what passed within ten steps.
        assert_eq!(typical(vec![step; 10]), Err(Why::Clock));
    }
}
