//! Semaphores that processes share: a number that is taken from and added to.

use super::board::{Board, Stopped};

impl Board {
    /// A semaphore of this value; `None` where there is no room. It lives as long as the program does: nobody knows which
    /// process has it last.
    pub fn new_semaphore(&self, value: u32) -> Option<u32> {
        let at = self.allocate(4)?;
        self.memory.store(at, value);
        Some(at)
    }

    /// Takes one, if there is one.
    pub fn try_acquire(&self, at: u32) -> bool {
        loop {
            match self.memory.load(at) {
                0 => return false,
                value if self.memory.replace(at, value, value - 1) => return true,
                _ => {}
            }
        }
    }

    /// Waits until there is one, and takes it. Says whether there was before `end_us`.
    ///
    /// # Errors
    /// A stop.
    pub fn acquire(&self, at: u32, end_us: Option<f64>) -> Result<bool, Stopped> {
        let taken = self.until(at, end_us, || self.try_acquire(at).then_some(()))?;
        Ok(taken.is_some())
    }

    /// Adds one. Says whether there was room for it below `most`.
    pub fn release(&self, at: u32, most: u32) -> bool {
        loop {
            let value = self.memory.load(at);
            if value >= most {
                return false;
            }
            if self.memory.replace(at, value, value + 1) {
                self.memory.wake(at);
                return true;
            }
        }
    }

    /// How many there are.
    pub fn value(&self, at: u32) -> u32 {
        self.memory.load(at)
    }
}
