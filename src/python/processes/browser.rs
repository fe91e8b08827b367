//! The memory that processes share, in a browser: a part of what the engine shares with all that it starts.

use crate::platform::sys::common;
use std::io;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// A run takes one part and the next run the other: a process that was ended does not do so in the same moment, and what it
/// still writes harms nobody.
const PARTS: u32 = 2;

static MADE: AtomicU32 = AtomicU32::new(0);

/// Memory of words and bytes. An address is in bytes from its beginning; that of a word is a multiple of 4.
pub(super) struct Memory {
    base: u32,
    size: u32,
    name: String,
}

impl Memory {
    /// Makes memory, of which nobody knows what stands in it.
    ///
    /// # Errors
    /// Where the browser has refused the engine such memory.
    pub fn made() -> io::Result<Self> {
        let part = MADE.fetch_add(1, Ordering::Relaxed) % PARTS;
        Self::at(part * (common::size() / PARTS))
    }

    /// That which another process has made.
    ///
    /// # Errors
    /// As [`Self::made`].
    pub fn named(name: &str) -> io::Result<Self> {
        Self::at(name.parse().map_err(io::Error::other)?)
    }

    fn at(base: u32) -> io::Result<Self> {
        match common::size() / PARTS {
            0 => Err(io::ErrorKind::OutOfMemory.into()),
            size => Ok(Self {
                base,
                size,
                name: base.to_string(),
            }),
        }
    }

    /// By what other processes find it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes there are.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// Where it is in what the engine shares.
    fn place(&self, at: u32, length: usize) -> u32 {
        // Each thread has its own view of it, and makes that when it first asks.
        common::size();
        let fits = (at as usize)
            .checked_add(length)
            .is_some_and(|end| end <= self.size as usize);
        assert!(fits, "no {length} bytes are at {at}");
        self.base + at
    }

    fn word(&self, at: u32) -> u32 {
        assert!(at.is_multiple_of(4), "no word is at {at}");
        self.place(at, 4)
    }

    pub fn load(&self, at: u32) -> u32 {
        common::load(self.word(at))
    }

    pub fn store(&self, at: u32, value: u32) {
        common::store(self.word(at), value);
    }

    /// Puts `new` in the place of `old`. Says whether that was there.
    pub fn replace(&self, at: u32, old: u32, new: u32) -> bool {
        common::replace(self.word(at), old, new)
    }

    /// Adds, round the end; what was there before.
    pub fn add(&self, at: u32, by: u32) -> u32 {
        common::add(self.word(at), by)
    }

    pub fn read(&self, at: u32, to: &mut [u8]) {
        common::read(self.place(at, to.len()), to);
    }

    pub fn write(&self, at: u32, bytes: &[u8]) {
        common::write(self.place(at, bytes.len()), bytes);
    }

    /// Waits until the word is woken, where it has this value; for `timeout` at most. It may return sooner.
    pub fn wait(&self, at: u32, value: u32, timeout: Duration) {
        common::wait(self.word(at), value, timeout);
    }

    /// Wakes all that wait for the word.
    pub fn wake(&self, at: u32) {
        common::wake(self.word(at));
    }
}
