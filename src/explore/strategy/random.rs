//! At each step any of those that can go on, each as likely as the others.
//!
//! It finds most faults of small programs within some hundred runs, and proves nothing.

use super::{Strategy, Turn};
use crate::explore::walk::Point;

#[derive(Debug)]
pub(in crate::explore) struct Random {
    random: fastrand::Rng,
    left: u32,
}

impl Random {
    /// For so many runs, the same for the same seed.
    pub fn new(seed: u64, runs: u32) -> Self {
        Self {
            random: fastrand::Rng::with_seed(seed),
            left: runs,
        }
    }
}

impl Strategy for Random {
    fn begin(&mut self) -> bool {
        let is_left = self.left > 0;
        self.left = self.left.saturating_sub(1);
        is_left
    }

    fn choose(&mut self, point: &Point<'_>) -> Turn {
        Turn::Take(self.random.usize(..point.choices.len()))
    }
}
