//! Threads with priorities by chance, some of which fall at steps by chance.
//!
//! After Burckhardt, Kothari, Musuvathi, Nagarakatti: A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs (ASPLOS
//! 2010). Guarantee: a run of a program with n threads and k steps shows a fault of depth d, one that needs the order of d pairs of
//! steps, with a probability of at least 1/(n·k^(d-1)); of programs without time-outs, which are not in the paper: here one that need
//! not be comes by chance, and seldom.

use super::{Strategy, Turn};
use crate::explore::subject::How;
use crate::explore::walk::Point;
use std::collections::HashMap;

#[derive(Debug)]
pub(in crate::explore) struct Pct {
    random: fastrand::Rng,
    /// As deep as the faults that it looks for.
    depth: u32,
    /// The most steps that a run had.
    steps: usize,
    priorities: HashMap<u32, u64>,
    /// The steps before which the first thread falls behind all others, and how far.
    falls: HashMap<usize, u64>,
}

impl Pct {
    /// Runs without end, the same for the same seed, of a program that has about so many steps.
    pub fn new(seed: u64, depth: u32, steps: usize) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            depth,
            steps: steps.max(1),
            priorities: HashMap::new(),
            falls: HashMap::new(),
        }
    }
}

impl Strategy for Pct {
    fn begin(&mut self) -> bool {
        self.priorities.clear();
        self.falls.clear();
        // Each at a step of its own, as far as there are so many.
        for fall in 1..self.depth.min(self.steps as u32 + 1) {
            let mut step = self.random.usize(..self.steps);
            while self.falls.contains_key(&step) {
                step = (step + 1) % self.steps;
            }
            self.falls.insert(step, u64::from(self.depth - fall));
        }
        true
    }

    fn choose(&mut self, point: &Point<'_>) -> Turn {
        self.steps = self.steps.max(point.step + 1);
        let mut indices: Vec<usize> = (0..point.choices.len()).collect();
        // A time-out is nothing that a thread with a high priority would come by at once.
        if point.choices.iter().any(|choice| choice.how == How::Step) {
            indices.retain(|index| {
                point.choices[*index].how == How::Step || self.random.u32(..8) == 0
            });
        }
        if indices.is_empty() {
            indices.push(0);
        }
        for index in &indices {
            let lowest = u64::from(self.depth);
            let new = self.random.u64(lowest..);
            self.priorities
                .entry(point.choices[*index].thread)
                .or_insert(new);
        }
        let priorities = &self.priorities;
        let first = |indices: &[usize], priorities: &HashMap<u32, u64>| {
            indices
                .iter()
                .copied()
                .max_by_key(|index| priorities.get(&point.choices[*index].thread).copied())
                .unwrap_or(0)
        };
        let highest = first(&indices, priorities);
        let Some(fall) = self.falls.remove(&point.step) else {
            return Turn::Take(highest);
        };
        self.priorities.insert(point.choices[highest].thread, fall);
        Turn::Take(first(&indices, &self.priorities))
    }
}
