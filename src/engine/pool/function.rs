//! Functions that a pool of either kind can call.

use crate::contract::TaskError;
use crate::platform::process::{decode, encode};
use serde::{Serialize, de::DeserializeOwned};

/// A function with a name, as Python's `pickle` needs one: its code is never sent, only its name
/// and what is bound to it (`functools.partial`).
pub trait Function: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// The name by which a process looks it up; unique in the crate.
    const NAME: &'static str;
    /// What one call takes.
    type Input: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// What one call gives.
    type Output: Serialize + DeserializeOwned + Send + 'static;

    /// One call.
    ///
    /// # Errors
    /// What the task raises, in Python's words.
    fn call(&self, input: &Self::Input) -> Result<Self::Output, TaskError>;
}

/// A function as a process looks it up.
#[derive(Debug)]
pub struct FunctionEntry {
    pub(crate) name: &'static str,
    pub(crate) call: fn(&[u8], &[u8]) -> Answer,
}

/// What a chunk gives, on its way between processes.
pub(crate) type Answer = Result<Vec<u8>, TaskError>;

impl FunctionEntry {
    /// The entry of `F`.
    pub const fn of<F: Function>() -> Self {
        Self {
            name: F::NAME,
            call: call_chunk::<F>,
        }
    }
}

/// Calls `F` on each input of a chunk; the first error ends the chunk, as `mapstar` does.
fn call_chunk<F: Function>(function: &[u8], inputs: &[u8]) -> Answer {
    let function: F = decode(function)?;
    let inputs: Vec<F::Input> = decode(inputs)?;
    let outputs = inputs
        .iter()
        .map(|input| function.call(input))
        .collect::<Result<Vec<F::Output>, TaskError>>()?;
    Ok(encode(&outputs))
}
