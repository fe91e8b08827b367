//! What tasks give, its type forgotten: a pool's machinery is compiled once, and not again for
//! each kind of task. Only what stands at its edges knows the type.

use crate::contract::TaskError;
pub(crate) use crate::platform::any::{AnyValue, known, look};
use crate::platform::memory::{self, NoMemory};
use std::any::Any;

/// What a call or a chunk comes to: a value, of a chunk a list, or what was raised.
pub(crate) type AnyOutcome = Result<AnyValue, TaskError>;

/// A list of results.
pub(crate) trait AnyList: Any + Send {
    /// Adds what a call gave.
    fn push(&mut self, value: AnyValue);

    /// Adds what a chunk gave, moved whole: item by item it would cost as much as light tasks do.
    fn append(&mut self, chunk: AnyValue);
}

impl<T: Send + 'static> AnyList for Vec<T> {
    fn push(&mut self, value: AnyValue) {
        self.push(known(value));
    }

    fn append(&mut self, chunk: AnyValue) {
        self.append(&mut known(chunk));
    }
}

/// Makes an empty list, with room for so many results, where there is memory for them.
pub(crate) type NewList = fn(usize) -> Result<Box<dyn AnyList>, NoMemory>;

/// Makes such a list of one type.
pub(crate) fn list<T: Send + 'static>(room: usize) -> Result<Box<dyn AnyList>, NoMemory> {
    Ok(Box::new(results::<T>(room)?))
}

/// Room for so many results.
pub(crate) fn results<T>(most: usize) -> Result<Vec<T>, NoMemory> {
    memory::room(most, "the results")
}

/// The only result of a call that gives a list.
pub(crate) fn only<T>(mut results: Vec<T>) -> Result<T, TaskError> {
    let nothing = || TaskError::new("ProtocolError", "a call gave no result");
    results.pop().ok_or_else(nothing)
}
