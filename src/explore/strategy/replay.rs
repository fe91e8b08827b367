//! The one schedule that it was given: for a walk through it, and for one that goes on by hand.

use super::{Strategy, Turn};
use crate::explore::replay::Then;
use crate::explore::schedule::Script;
use crate::explore::walk::Point;

#[derive(Debug)]
pub(in crate::explore) struct Replay {
    script: Script,
    then: Then,
    is_left: bool,
    /// The step at which the thread of the script could not go on.
    pub lost: Option<(usize, u32)>,
}

impl Replay {
    pub fn new(script: &Script, then: Then) -> Self {
        Self {
            script: script.clone(),
            then,
            is_left: true,
            lost: None,
        }
    }

    /// Whose step it is; `None` where the script says nothing.
    fn thread(&self, step: usize) -> Option<u32> {
        match &self.script {
            Script::Whole(threads) => threads.get(step).copied(),
            Script::Changes(changes) => {
                let at = changes.binary_search_by_key(&step, |(step, _)| *step);
                at.ok().map(|at| changes[at].1)
            }
        }
    }

    fn is_over(&self, step: usize) -> bool {
        match &self.script {
            Script::Whole(threads) => step >= threads.len(),
            // What it does not say comes by itself, to the end.
            Script::Changes(_) => false,
        }
    }
}

impl Strategy for Replay {
    fn begin(&mut self) -> bool {
        std::mem::replace(&mut self.is_left, false)
    }

    fn choose(&mut self, point: &Point<'_>) -> Turn {
        if self.is_over(point.step) && self.then == Then::Stop {
            return Turn::Leave;
        }
        let Some(thread) = self.thread(point.step) else {
            return Turn::Take(0);
        };
        let index = point
            .choices
            .iter()
            .position(|choice| choice.thread == thread);
        match index {
            Some(index) => Turn::Take(index),
            None => {
                self.lost = Some((point.step, thread));
                Turn::Leave
            }
        }
    }
}
