//! How many processors there are: as many as the system tells of, and those of them that are used.

use super::farm::MAX_WORKERS;
use super::sys;
use std::sync::OnceLock;

static TOLD: OnceLock<u32> = OnceLock::new();

/// The logical processors that the system tells of. It is asked once, and whatever it says is a
/// whole number from 1 here: a browser may give none, or a fraction.
pub fn processors_told() -> u32 {
    *TOLD.get_or_init(|| whole(sys::processors()))
}

/// Those of them that are used, one for each worker that there may be.
pub fn logical_processors() -> u32 {
    used(processors_told())
}

fn whole(told: f64) -> u32 {
    // Of no number at all `max` takes the other.
    told.floor().max(1.0) as u32
}

fn used(told: u32) -> u32 {
    told.min(MAX_WORKERS)
}

/// What is printed of them: all that are told of, and how many of them are used where not all are.
pub fn processors_in_words() -> String {
    in_words(processors_told())
}

fn in_words(told: u32) -> String {
    let plural = if told == 1 { "" } else { "s" };
    let all = format!("the system tells of {told} logical processor{plural}");
    match used(told) {
        used if used < told => format!("{all}; the playground uses at most {used}"),
        _ => all,
    }
}

#[cfg(test)]
mod tests {
    use super::{in_words, used, whole};

    #[test]
    fn is_a_whole_number_from_1_of_which_64_are_used() {
        for (told, right) in [
            (f64::NAN, (1, 1)),
            (0.0, (1, 1)),
            (-3.0, (1, 1)),
            (0.5, (1, 1)),
            (2.5, (2, 2)),
            (64.0, (64, 64)),
            (128.0, (128, 64)),
            (f64::INFINITY, (u32::MAX, 64)),
        ] {
            assert_eq!((whole(told), used(whole(told))), right, "{told}");
        }
    }

    #[test]
    fn is_said_in_the_singular_and_with_what_is_used() {
        assert_eq!(in_words(1), "the system tells of 1 logical processor");
        assert_eq!(in_words(64), "the system tells of 64 logical processors");
        assert_eq!(
            in_words(128),
            "the system tells of 128 logical processors; the playground uses at most 64"
        );
    }
}
