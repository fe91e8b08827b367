//! Threads that read the same again and again: `while not ready: pass`.
//!
//! Such a thread can go on for ever, and nothing comes of it before another has written what it reads. It counts as waiting for
//! that, as in CHESS (Musuvathi, Qadeer: Fair Stateless Model Checking, 2008): else the search would never leave it.

use super::subject::{Object, Thread};
use std::collections::BTreeMap;

/// A step that did nothing but read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Read {
    place: u64,
    value: u64,
    objects: Vec<Object>,
    /// Those of them that it has only looked at.
    looked_at: Vec<Object>,
}

/// What the threads of a run have read since they last did anything else.
#[derive(Debug, Default)]
pub(super) struct Spins {
    reads: BTreeMap<u32, Vec<Read>>,
}

impl Spins {
    /// Whether it has gone around twice with nothing new, and is about to do so once more.
    pub fn has(&self, thread: &Thread) -> bool {
        let Some(reads) = self.reads.get(&thread.number) else {
            return false;
        };
        let Some(last) = reads.iter().rposition(|read| read.place == thread.place) else {
            return false;
        };
        let around = &reads[last..];
        let before = last.checked_sub(around.len());
        before.is_some_and(|before| reads[before..last] == *around)
    }

    /// It has taken this step, and read this; `None` where it did anything else.
    pub fn took(&mut self, step: &Thread, value: Option<u64>) {
        let written = |object: &Object| {
            step.touches
                .iter()
                .any(|touch| touch.writes && touch.object == *object)
        };
        // A lock that is taken and given back, as before each look, is no news to those that take it too.
        let seen_by = |read: &Read| match value {
            None => read.objects.iter().any(written),
            Some(_) => read.looked_at.iter().any(written),
        };
        for (number, reads) in &mut self.reads {
            let is_news = reads.iter().any(seen_by);
            if *number != step.number && is_news {
                reads.clear();
            }
        }
        let reads = self.reads.entry(step.number).or_default();
        match value {
            None => reads.clear(),
            Some(value) => reads.push(Read {
                place: step.place,
                value,
                objects: step.touches.iter().map(|touch| touch.object).collect(),
                looked_at: step
                    .touches
                    .iter()
                    .filter(|touch| !touch.writes)
                    .map(|touch| touch.object)
                    .collect(),
            }),
        }
    }
}
