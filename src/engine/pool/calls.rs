//! What a pool is given: a function and how many times to call it.

use super::any::{AnyOutcome, AnyValue, known, only, results};
use super::function::Function;
use super::gather::Gather;
use super::result::{AnyCallbacks, Pending};
use super::threads::Shared;
use super::{chunks, life};
use crate::contract::TaskError;
use crate::platform::completion::Completion;
use crate::platform::lock;
use crate::platform::process::{decode, encode};
use crate::platform::{events, farm};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicUsize, Ordering},
};

/// Calls that threads do, each known by its number.
pub(crate) trait Calls: Send + Sync {
    /// Call number `index`: what it gives.
    ///
    /// # Errors
    /// What it raises.
    fn call(&self, index: usize) -> AnyOutcome;

    /// Several calls, one after the other: the list of what they give. The first error ends them,
    /// as `mapstar` does.
    ///
    /// # Errors
    /// What the first of them raises that raises anything.
    fn chunk(&self, range: Range<usize>) -> AnyOutcome;
}

/// Calls that processes do, as bytes.
pub(crate) trait Sent {
    /// The function's name.
    fn name(&self) -> &'static str;

    /// What is bound to the function.
    fn function(&self) -> Vec<u8>;

    /// The inputs of these calls.
    fn inputs(&self, range: Range<usize>) -> Vec<u8>;

    /// The list of what a chunk gave.
    ///
    /// # Errors
    /// A `ProtocolError` where the bytes are no list of results.
    fn outputs(&self, bytes: &[u8]) -> AnyOutcome;

    /// The only value of such a list.
    ///
    /// # Errors
    /// A `ProtocolError` where none is in it.
    fn only(&self, outputs: AnyValue) -> AnyOutcome;
}

/// Calls of a function one by one.
#[derive(Debug)]
pub(super) struct Single<F>(pub F);

impl<T: Send + 'static, F> Calls for Single<F>
where
    F: Fn(usize) -> Result<T, TaskError> + Send + Sync,
{
    fn call(&self, index: usize) -> AnyOutcome {
        Ok(Box::new((self.0)(index)?))
    }

    fn chunk(&self, range: Range<usize>) -> AnyOutcome {
        let mut outputs = results(range.len())?;
        for index in range {
            outputs.push((self.0)(index)?);
        }
        Ok(Box::new(outputs))
    }
}

/// Calls of a function on a range at a time.
#[derive(Debug)]
pub(super) struct Ranged<F>(pub F);

impl<T: Send + 'static, F> Calls for Ranged<F>
where
    F: Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync,
{
    fn call(&self, index: usize) -> AnyOutcome {
        Ok(Box::new(only((self.0)(index..index + 1)?)?))
    }

    fn chunk(&self, range: Range<usize>) -> AnyOutcome {
        Ok(Box::new((self.0)(range)?))
    }
}

/// Calls of a named function, one on each input.
#[derive(Debug)]
pub(crate) struct Named<F: Function> {
    pub function: F,
    pub inputs: Vec<F::Input>,
}

impl<F: Function> Named<F> {
    fn on(&self, range: Range<usize>) -> Result<Vec<F::Output>, TaskError> {
        let mut outputs = results(range.len())?;
        for input in &self.inputs[range] {
            outputs.push(self.function.call(input)?);
        }
        Ok(outputs)
    }
}

impl<F: Function> Calls for Named<F> {
    fn call(&self, index: usize) -> AnyOutcome {
        Ok(Box::new(self.function.call(&self.inputs[index])?))
    }

    fn chunk(&self, range: Range<usize>) -> AnyOutcome {
        Ok(Box::new(self.on(range)?))
    }
}

impl<F: Function> Sent for Named<F> {
    fn name(&self) -> &'static str {
        F::NAME
    }

    fn function(&self) -> Vec<u8> {
        encode(&self.function)
    }

    fn inputs(&self, range: Range<usize>) -> Vec<u8> {
        encode(&&self.inputs[range])
    }

    fn outputs(&self, bytes: &[u8]) -> AnyOutcome {
        Ok(Box::new(decode::<Vec<F::Output>>(bytes)?))
    }

    fn only(&self, outputs: AnyValue) -> AnyOutcome {
        Ok(Box::new(only::<F::Output>(known(outputs))?))
    }
}

/// What lies in a pool's queue.
pub(super) trait Job: Send + Sync {
    /// Does what there is to do of it, as `worker`.
    fn work(&self, pool: &Shared, worker: usize);
}

/// A call of `apply`, with the place of its result.
pub(super) struct Apply {
    pub calls: Arc<dyn Calls>,
    pub index: usize,
    pub callbacks: Mutex<AnyCallbacks>,
    pub done: Completion<AnyOutcome>,
}

impl Job for Apply {
    fn work(&self, pool: &Shared, worker: usize) {
        events::running("task", Some(self.index as u64));
        let outcome = pool.done(worker, 1, &mut || self.calls.call(self.index));
        let mut callbacks = lock(&self.callbacks);
        std::mem::take(&mut *callbacks).call(&outcome);
        self.done.complete(outcome);
    }
}

impl Pending for Apply {
    fn completion(&self) -> &Completion<AnyOutcome> {
        &self.done
    }
}

/// A call of `map` or `imap`, whose chunks are taken one by one.
pub(super) struct Map {
    pub calls: Arc<dyn Calls>,
    pub tasks: usize,
    pub chunksize: usize,
    pub chunks: usize,
    pub next: AtomicUsize,
    pub gather: Gather,
}

impl Job for Map {
    fn work(&self, pool: &Shared, worker: usize) {
        loop {
            let chunk = self.next.fetch_add(1, Ordering::Relaxed);
            if chunk >= self.chunks {
                return;
            }
            events::running("chunk", Some(chunk as u64));
            let range = chunks::range(chunk, self.tasks, self.chunksize);
            let outcome = pool.done(worker, range.len(), &mut || self.calls.chunk(range.clone()));
            self.gather.deliver(chunk, outcome);
        }
    }
}

impl Shared {
    /// What comes of `tasks` tasks: of the work, unless the pool has given up.
    fn done(
        &self,
        worker: usize,
        tasks: usize,
        work: &mut dyn FnMut() -> AnyOutcome,
    ) -> AnyOutcome {
        if let Some(refusal) = self.refusal() {
            return Err(refusal);
        }
        // A panic becomes an error here as well, or its caller would wait for ever.
        let outcome = catch_unwind(AssertUnwindSafe(work))
            .unwrap_or_else(|panic| Err(TaskError::new("PanicError", farm::text_of(&*panic))));
        // Before it is delivered: whoever has the results may ask who did them.
        self.count(worker, tasks);
        outcome
    }

    /// Why tasks are not done any more.
    fn refusal(&self) -> Option<TaskError> {
        if self.cancel.is_set() {
            Some(TaskError::new(TaskError::CANCELLED, "stopped"))
        } else if self.life.is_terminated() {
            Some(life::terminated())
        } else {
            self.broken.get().cloned()
        }
    }
}
