//! How runs end, what is known of each ending, and what follows from all of them.

use super::schedule::Schedule;
use super::subject::{Ended, Object, Stop, Thread};
use std::collections::HashMap;
use std::hash::Hash;

/// In what way a run ended: the first of these that is true of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An exception that nobody caught, or a status other than 0.
    Raised,
    /// No thread could go on, and one that is no daemon had not ended.
    Deadlock,
    /// It would have gone on for ever, or for too many steps.
    Livelock,
    /// All threads ended.
    Finished,
}

/// How a run ended. Two runs ended the same where all of this is the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ending<E> {
    /// In what way.
    pub kind: Kind,
    /// What the program says of it.
    pub end: E,
    /// Of a deadlock: which thread waited for what.
    pub waits_for: Vec<(u32, Object)>,
}

impl<E> Ending<E> {
    pub(super) fn new(stop: Stop, ended: Ended<E>, threads: &[Thread]) -> Self {
        let kind = match (ended.raised, stop) {
            (true, _) => Kind::Raised,
            _ if ended.is_endless => Kind::Livelock,
            (_, Stop::Deadlock) => Kind::Deadlock,
            (_, Stop::Livelock) => Kind::Livelock,
            (_, Stop::Finished | Stop::Left) => Kind::Finished,
        };
        let waits_for = match stop {
            Stop::Deadlock => threads
                .iter()
                .filter_map(|thread| Some((thread.number, thread.touches.first()?.object)))
                .collect(),
            _ => Vec::new(),
        };
        Self {
            kind,
            end: ended.end,
            waits_for,
        }
    }

    /// Whether a program that ends so is broken.
    pub fn breaks(&self) -> bool {
        self.kind != Kind::Finished
    }
}

/// An ending, and what is known of it.
#[derive(Debug, Clone)]
pub struct Outcome<E> {
    /// The ending.
    pub ending: Ending<E>,
    /// How many different schedules were seen to lead there.
    pub schedules: u64,
    /// The shortest of them.
    pub schedule: Schedule,
    /// Whether there is none shorter: its level is settled.
    pub is_shortest: bool,
}

/// The different endings that were seen, in the order in which they were.
#[derive(Debug)]
pub struct Outcomes<E> {
    /// Each with what is known of it: at most [`Outcomes::MOST`], and then as many that are broken.
    pub all: Vec<Outcome<E>>,
    /// How many schedules led to endings for which there was no room.
    pub left_out: u64,
    places: HashMap<Ending<E>, usize>,
}

impl<E> Default for Outcomes<E> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            left_out: 0,
            places: HashMap::new(),
        }
    }
}

impl<E: Clone + Eq + Hash> Outcomes<E> {
    /// So many are kept.
    pub const MOST: usize = 1_000;

    /// One schedule more, which none was before.
    pub(super) fn add(&mut self, ending: Ending<E>, schedule: Schedule) {
        let Some(place) = self.places.get(&ending) else {
            // A broken one among very many is what was looked for.
            let most = match ending.breaks() {
                true => 2 * Self::MOST,
                false => Self::MOST,
            };
            if self.all.len() >= most {
                self.left_out += 1;
                return;
            }
            self.places.insert(ending.clone(), self.all.len());
            self.all.push(Outcome {
                ending,
                schedules: 1,
                schedule,
                is_shortest: false,
            });
            return;
        };
        let outcome = &mut self.all[*place];
        outcome.schedules += 1;
        if schedule.length() < outcome.schedule.length() {
            outcome.schedule = schedule;
        }
    }

    /// Whether a broken program was seen.
    pub fn break_it(&self) -> bool {
        self.all.iter().any(|outcome| outcome.ending.breaks())
    }
}

/// What follows from what was seen: the first of these that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A schedule ends in an exception, a deadlock or a livelock; `always`, every one that was seen.
    Breaks {
        /// Whether none was seen that does not.
        always: bool,
    },
    /// Endings differ.
    Differs,
    /// Every schedule ends the same, and none is left.
    Holds,
    /// Every schedule of at most so many preemptions ends the same.
    HoldsWithin(u32),
    /// Too little was looked at, or something that is not controlled.
    Undecided,
}
