//! One schedule of each set of those that do the same: depth first, with sleep sets.
//!
//! After Godefroid, Partial-Order Methods for the Verification of Concurrent Systems (1996), chapter 5. Two steps of different
//! threads that touch nothing in common, or only read it, can change places, and the program does not see it. What was tried at a
//! step sleeps in what is tried there after it, until a step comes that it could not change places with. Guarantee: once it is done,
//! every ending that any schedule leads to was seen, whatever the preemptions.

use super::{Strategy, Turn};
use crate::explore::subject::Object;
use crate::explore::walk::{Choice, Point};

#[derive(Debug, Default)]
pub(in crate::explore) struct SleepSets {
    stack: Vec<Node>,
    has_begun: bool,
}

#[derive(Debug)]
struct Node {
    choices: Vec<Choice>,
    /// What sleeps before the first of them is taken.
    asleep: Vec<Choice>,
    /// The one that is taken.
    at: usize,
}

impl Node {
    /// The first from here on that does not sleep.
    fn awake(&self, from: usize) -> Option<usize> {
        (from..self.choices.len()).find(|index| {
            let choice = &self.choices[*index];
            !self.asleep.iter().any(|asleep| is_same(asleep, choice))
        })
    }

    /// What sleeps once the one that is taken was.
    fn asleep_after(&self) -> Vec<Choice> {
        let taken = &self.choices[self.at];
        let tried = self.choices[..self.at].iter();
        let tried = tried.filter(|choice| !self.asleep.iter().any(|one| is_same(one, choice)));
        self.asleep
            .iter()
            .chain(tried)
            .filter(|choice| can_change_places(choice, taken))
            .cloned()
            .collect()
    }
}

fn is_same(one: &Choice, other: &Choice) -> bool {
    (one.thread, one.how) == (other.thread, other.how)
}

/// Whether the program sees no difference when these two, one after the other, come in the other order.
fn can_change_places(one: &Choice, other: &Choice) -> bool {
    // The last step of the last thread that is none ends the daemons; which step that is, is not known before.
    if one.thread == other.thread || one.is_daemon != other.is_daemon {
        return false;
    }
    !one.touches.iter().any(|a| {
        other.touches.iter().any(|b| {
            let meet = a.object == b.object
                || a.object == Object::EVERYTHING
                || b.object == Object::EVERYTHING;
            meet && (a.writes || b.writes)
        })
    })
}

impl Strategy for SleepSets {
    fn begin(&mut self) -> bool {
        if !self.has_begun {
            self.has_begun = true;
            return true;
        }
        while let Some(node) = self.stack.last_mut() {
            if let Some(next) = node.awake(node.at + 1) {
                node.at = next;
                return true;
            }
            self.stack.pop();
        }
        false
    }

    fn choose(&mut self, point: &Point<'_>) -> Turn {
        if point.step == self.stack.len() {
            let asleep = self.stack.last().map(Node::asleep_after);
            let mut node = Node {
                choices: point.choices.to_vec(),
                asleep: asleep.unwrap_or_default(),
                at: 0,
            };
            let Some(first) = node.awake(0) else {
                // All that could come was tried elsewhere.
                return Turn::Leave;
            };
            node.at = first;
            self.stack.push(node);
        }
        let node = &self.stack[point.step];
        match point.choices.get(node.at) {
            Some(choice) if *choice == node.choices[node.at] => Turn::Take(node.at),
            _ => Turn::Differs,
        }
    }
}
