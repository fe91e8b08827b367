//! Every schedule of at most so many preemptions, each once: depth first.
//!
//! After Musuvathi and Qadeer, Iterative Context Bounding for Systematic Testing of Multithreaded Programs (PLDI 2007). Guarantee:
//! once it is done, every schedule with so many preemptions or fewer was run, and so a shortest one of every ending that such a
//! schedule leads to. It leaves out none of those that do the same as another: they are counted, and left out under a bound they
//! would take others with them (Coons, Musuvathi, McKinley: Bounded Partial-Order Reduction, OOPSLA 2013).

use super::{Strategy, Turn};
use crate::explore::walk::{Choice, Point};

#[derive(Debug)]
pub(in crate::explore) struct Bounding {
    most: u32,
    /// The steps of the run, each with what could have been taken.
    stack: Vec<Node>,
    has_begun: bool,
    is_cut: bool,
}

#[derive(Debug)]
struct Node {
    choices: Vec<Allowed>,
    /// The one that is taken.
    at: usize,
    /// What all before it count.
    spent: u32,
}

/// What of a choice is looked at again.
#[derive(Debug, PartialEq, Eq)]
struct Allowed {
    index: usize,
    thread: u32,
    cost: u32,
}

impl Bounding {
    /// Those with at most so many preemptions.
    pub fn new(most: u32) -> Self {
        Self {
            most,
            stack: Vec::new(),
            has_begun: false,
            is_cut: false,
        }
    }

    /// Whether there are schedules with more preemptions.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    fn node(&mut self, choices: &[Choice]) -> Node {
        let spent = self
            .stack
            .last()
            .map_or(0, |node| node.spent + node.choices[node.at].cost);
        let all = choices.iter().enumerate().map(|(index, choice)| Allowed {
            index,
            thread: choice.thread,
            cost: choice.cost,
        });
        let (allowed, cut): (Vec<_>, Vec<_>) =
            all.partition(|choice| spent + choice.cost <= self.most);
        self.is_cut |= !cut.is_empty();
        Node {
            choices: allowed,
            at: 0,
            spent,
        }
    }
}

impl Strategy for Bounding {
    fn begin(&mut self) -> bool {
        if !self.has_begun {
            self.has_begun = true;
            return true;
        }
        while let Some(node) = self.stack.last_mut() {
            node.at += 1;
            if node.at < node.choices.len() {
                return true;
            }
            self.stack.pop();
        }
        false
    }

    fn choose(&mut self, point: &Point<'_>) -> Turn {
        if point.step == self.stack.len() {
            let node = self.node(point.choices);
            self.stack.push(node);
        }
        let node = &self.stack[point.step];
        // What comes by itself is free, so there is always one.
        let taken = node.choices.get(node.at);
        let choice = taken.and_then(|taken| point.choices.get(taken.index));
        match (taken, choice) {
            (Some(taken), Some(choice))
                if (choice.thread, choice.cost) == (taken.thread, taken.cost) =>
            {
                Turn::Take(taken.index)
            }
            _ => Turn::Differs,
        }
    }
}
