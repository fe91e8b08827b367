//! An update that was lost, found among the additions that the threads kept.

use serde_json::{Value, json};

/// An addition as its thread saw it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Addition {
    /// Whose it was.
    pub thread: u32,
    /// The number that was read; one more was written.
    pub value: u64,
    /// Just before it read, on the clock that all share.
    pub read_us: f64,
    /// When it had written.
    pub write_us: f64,
}

/// Two additions of different threads that read the same number at the same time, so that both
/// wrote the same: those that read the smallest. Times are counted from `began_us`.
pub(super) fn lost_update(mut additions: Vec<Addition>, began_us: f64) -> Option<Value> {
    additions.sort_by(|a, b| {
        let by_value = a.value.cmp(&b.value);
        by_value.then(a.read_us.total_cmp(&b.read_us))
    });
    // Where two overlap, so do two that follow one another.
    let pair = additions.windows(2).find(|pair| {
        let (one, other) = (pair[0], pair[1]);
        one.value == other.value
            && one.thread != other.thread
            && one.read_us.max(other.read_us) <= one.write_us.min(other.write_us)
    })?;
    let us = |us: f64| (us - began_us).max(0.0);
    Some(json!({
        "value": pair[0].value,
        "threads": [pair[0].thread, pair[1].thread],
        "read_us": [us(pair[0].read_us), us(pair[1].read_us)],
        "write_us": [us(pair[0].write_us), us(pair[1].write_us)],
    }))
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;

    fn addition(thread: u32, value: u64, read_us: f64, write_us: f64) -> Addition {
        Addition {
            thread,
            value,
            read_us,
            write_us,
        }
    }

    #[test]
    fn two_threads_that_read_the_same_number_at_the_same_time_are_found() {
        let additions = vec![
            addition(1, 0, 100.0, 101.0),
            addition(2, 1, 101.0, 103.0),
            addition(1, 2, 105.0, 108.0),
            addition(2, 2, 104.0, 109.0),
            addition(3, 7, 104.0, 109.0),
            addition(1, 7, 104.0, 109.0),
        ];
        let expected = json!({
            "value": 2, "threads": [2, 1], "read_us": [4.0, 5.0], "write_us": [9.0, 8.0],
        });
        assert_eq!(lost_update(additions, 100.0), Some(expected));
    }

    #[test]
    fn a_number_that_came_back_or_that_one_thread_read_twice_is_no_lost_update() {
        // The second read what a third had put back, long after the first was done.
        let came_back = vec![addition(1, 5, 10.0, 11.0), addition(2, 5, 20.0, 21.0)];
        assert_eq!(lost_update(came_back, 0.0), None);
        let one_thread = vec![addition(1, 5, 10.0, 11.0), addition(1, 5, 10.5, 12.0)];
        assert_eq!(lost_update(one_thread, 0.0), None);
        assert_eq!(lost_update(Vec::new(), 0.0), None);
    }

    /// As a browser's clock does it that goes in steps.
    #[test]
    fn additions_in_one_tick_of_the_clock_are_at_the_same_time() {
        let in_one_tick = vec![addition(1, 5, 16.0, 16.0), addition(2, 5, 16.0, 16.0)];
        assert_eq!(lost_update(in_one_tick, 0.0).expect("a pair")["value"], 5);
    }
}
