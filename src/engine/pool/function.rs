//! Functions that a pool of either kind can call.

use super::any::results;
use crate::contract::TaskError;
use crate::platform::clock;
use crate::platform::process::{decode, encode};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

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
    pub(crate) call: fn(&[u8], &[u8]) -> Answered,
}

/// What a chunk gives, on its way between processes.
pub(crate) type Answer = Result<Vec<u8>, TaskError>;

/// An answer, and what it took the process to read the inputs and to write the outputs.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub answer: Answer,
    pub copy_us: f64,
}

impl Answered {
    /// An error that came before any input was read.
    pub fn error(error: TaskError) -> Self {
        Self {
            answer: Err(error),
            copy_us: 0.0,
        }
    }
}

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
fn call_chunk<F: Function>(function: &[u8], inputs: &[u8]) -> Answered {
    let mut call = CallOf::<F> {
        called: None,
        outputs: Vec::new(),
    };
    answered(&mut call, function, inputs)
}

/// The steps of a chunk in a process, whatever it calls.
trait Steps {
    /// Reads the function and its inputs.
    fn read(&mut self, function: &[u8], inputs: &[u8]) -> Result<(), TaskError>;
    /// Calls it on each.
    fn call(&mut self) -> Result<(), TaskError>;
    /// Writes what it gave.
    fn write(&self) -> Vec<u8>;
}

fn answered(steps: &mut dyn Steps, function: &[u8], inputs: &[u8]) -> Answered {
    let begin = clock::now_us();
    let read = steps.read(function, inputs);
    let mut copy_us = clock::now_us() - begin;
    let answer = read.and_then(|()| steps.call()).map(|()| {
        let begin = clock::now_us();
        let bytes = steps.write();
        copy_us += clock::now_us() - begin;
        bytes
    });
    Answered { answer, copy_us }
}

/// A chunk of calls of `F`.
struct CallOf<F: Function> {
    called: Option<(F, Vec<F::Input>)>,
    outputs: Vec<F::Output>,
}

impl<F: Function> Steps for CallOf<F> {
    fn read(&mut self, function: &[u8], inputs: &[u8]) -> Result<(), TaskError> {
        self.called = Some((decode(function)?, decode(inputs)?));
        Ok(())
    }

    fn call(&mut self) -> Result<(), TaskError> {
        let Some((function, inputs)) = &self.called else {
            return Ok(());
        };
        self.outputs = results(inputs.len())?;
        for input in inputs {
            self.outputs.push(function.call(input)?);
        }
        Ok(())
    }

    fn write(&self) -> Vec<u8> {
        encode(&self.outputs)
    }
}
