//! Memory that is asked for, and may not be there.
//!
//! Where a parameter decides how much it is, it is asked for here: what cannot be had is then an error with a name,
//! and the engine lives on. What else runs out ends the engine: natively the program, by its allocator, which
//! `src/main.rs` chooses; in a browser the worker.

use crate::contract::{Error, TaskError};
use std::fmt;

/// So much memory is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoMemory {
    /// How many bytes were asked for.
    pub bytes: usize,
    /// What for.
    pub what: &'static str,
}

impl fmt::Display for NoMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { bytes, what } = self;
        write!(
            f,
            "memory ran out: {bytes} bytes more could not be had, for {what}"
        )
    }
}

impl std::error::Error for NoMemory {}

impl From<NoMemory> for Error {
    fn from(error: NoMemory) -> Self {
        Self::failed(error.to_string())
    }
}

impl From<NoMemory> for TaskError {
    fn from(error: NoMemory) -> Self {
        Self::new("MemoryError", error.to_string())
    }
}

/// An empty list with room for so many, which are for `what`.
///
/// # Errors
/// [`NoMemory`].
pub fn room<T>(most: usize, what: &'static str) -> Result<Vec<T>, NoMemory> {
    let mut list = Vec::new();
    more_room(&mut list, most, what)?;
    Ok(list)
}

/// Room in `list` for so many more.
///
/// # Errors
/// [`NoMemory`].
pub fn more_room<T>(list: &mut Vec<T>, more: usize, what: &'static str) -> Result<(), NoMemory> {
    super::sys::may_be_refused(|| list.try_reserve_exact(more)).map_err(|_| NoMemory {
        bytes: more.saturating_mul(size_of::<T>()),
        what,
    })
}

/// A list of these items.
///
/// # Errors
/// [`NoMemory`].
pub fn list<T>(
    items: impl ExactSizeIterator<Item = T>,
    what: &'static str,
) -> Result<Vec<T>, NoMemory> {
    let mut list = room(items.len(), what)?;
    list.extend(items);
    Ok(list)
}

/// A list that holds `value` so many times.
///
/// # Errors
/// [`NoMemory`].
pub fn filled<T: Clone>(value: T, times: usize, what: &'static str) -> Result<Vec<T>, NoMemory> {
    let mut list = room(times, what)?;
    list.resize(times, value);
    Ok(list)
}
