//! `queue.Queue`: first in, first out, with room for so many.

use super::Series;
use crate::platform::cancel::Cancel;
use crate::platform::memory::{self, NoMemory};
use crate::platform::sync::{Condvar, Mutex};
use std::collections::VecDeque;

/// A queue between threads.
#[derive(Debug)]
pub struct Queue<T> {
    capacity: usize,
    state: Mutex<State<T>>,
    not_full: Condvar,
    not_empty: Condvar,
}

#[derive(Debug)]
struct State<T> {
    items: VecDeque<T>,
    deepest: usize,
    depth: Series,
}

/// What came of a [`Queue::put`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// There was room.
    AtOnce,
    /// The queue was full, and it waited.
    Waited,
    /// A stop came first; the item was not put in.
    Stopped,
}

impl<T> Queue<T> {
    /// `Queue(maxsize)`: room for `capacity` items; 0 is without bound.
    ///
    /// # Errors
    /// [`NoMemory`] where there is none for that much room.
    pub fn new(capacity: usize) -> Result<Self, NoMemory> {
        let room = memory::room(capacity, "the queue's room")?;
        Ok(Self {
            capacity,
            state: Mutex::new(
                "the queue",
                State {
                    items: VecDeque::from(room),
                    deepest: 0,
                    depth: Series::starting_at(0),
                },
            ),
            not_full: Condvar::named("room in the queue"),
            not_empty: Condvar::named("an item"),
        })
    }

    /// `put(item)`: waits while the queue is full.
    pub fn put(&self, item: T, cancel: &Cancel) -> Put {
        let mut waited = false;
        let (mut state, met) = self
            .not_full
            .wait_while(self.state.lock(), cancel, None, |state| {
                let full = self.capacity > 0 && state.items.len() >= self.capacity;
                waited |= full;
                full
            });
        if !met {
            return Put::Stopped;
        }
        state.items.push_back(item);
        let depth = state.items.len();
        state.deepest = state.deepest.max(depth);
        state.depth.record(depth);
        drop(state);
        self.not_empty.notify_one();
        match waited {
            true => Put::Waited,
            false => Put::AtOnce,
        }
    }

    /// `get()`: waits while the queue is empty; `None` where a stop comes first.
    pub fn get(&self, cancel: &Cancel) -> Option<T> {
        let (mut state, _) = self
            .not_empty
            .wait_while(self.state.lock(), cancel, None, |state| {
                state.items.is_empty()
            });
        let item = state.items.pop_front();
        let depth = state.items.len();
        state.depth.record(depth);
        drop(state);
        self.not_full.notify_one();
        item
    }

    /// The most items that were ever in it.
    pub fn deepest(&self) -> usize {
        self.state.lock().deepest
    }

    /// How many items were in it when: [`Series::since`].
    pub fn depth_since(&self, began_us: f64) -> Vec<(f64, usize)> {
        self.state.lock().depth.since(began_us)
    }
}
