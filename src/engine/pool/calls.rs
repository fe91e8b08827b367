//! What a pool of threads is given: a function and how many times to call it.

use super::gather::Gather;
use super::result::{Callbacks, Outcome, Pending};
use super::threads::Shared;
use super::{chunks, life};
use crate::contract::TaskError;
use crate::platform::completion::Completion;
use crate::platform::{events, farm};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicUsize, Ordering},
};

/// A function of the number of a call.
pub trait Calls: Send + Sync + 'static {
    /// What one call gives.
    type Output: Send + 'static;

    /// Call number `index`.
    ///
    /// # Errors
    /// What it raises.
    fn call(&self, index: usize) -> Result<Self::Output, TaskError>;

    /// Several calls, one after the other; the first error ends them, as `mapstar` does.
    ///
    /// # Errors
    /// What the first of them raises that raises anything.
    fn chunk(&self, range: Range<usize>) -> Result<Vec<Self::Output>, TaskError> {
        let mut outputs = Vec::with_capacity(range.len());
        for index in range {
            outputs.push(self.call(index)?);
        }
        Ok(outputs)
    }
}

/// Calls of a function one by one.
#[derive(Debug)]
pub(super) struct Single<F>(pub F);

impl<T: Send + 'static, F> Calls for Single<F>
where
    F: Fn(usize) -> Result<T, TaskError> + Send + Sync + 'static,
{
    type Output = T;

    fn call(&self, index: usize) -> Result<T, TaskError> {
        (self.0)(index)
    }
}

/// Calls of a function on a range at a time.
#[derive(Debug)]
pub(super) struct Ranged<F>(pub F);

impl<T: Send + 'static, F> Calls for Ranged<F>
where
    F: Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync + 'static,
{
    type Output = T;

    fn call(&self, index: usize) -> Result<T, TaskError> {
        let nothing = || TaskError::new("ProtocolError", "a call gave no result");
        self.chunk(index..index + 1)?.pop().ok_or_else(nothing)
    }

    fn chunk(&self, range: Range<usize>) -> Result<Vec<T>, TaskError> {
        (self.0)(range)
    }
}

/// What lies in a pool's queue.
pub(super) trait Job: Send + Sync {
    /// Does what there is to do of it, as `worker`.
    fn work(&self, pool: &Shared, worker: usize);
}

/// A call of `apply`, with the place of its result.
pub(super) struct Apply<C: Calls> {
    pub calls: Arc<C>,
    pub index: usize,
    pub callbacks: Mutex<Callbacks<C::Output>>,
    pub done: Completion<Outcome<C::Output>>,
}

impl<C: Calls> Job for Apply<C> {
    fn work(&self, pool: &Shared, worker: usize) {
        events::running("task", Some(self.index as u64));
        let outcome = pool.done(worker, 1, || self.calls.call(self.index));
        let mut callbacks = self
            .callbacks
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut *callbacks).call(&outcome);
        self.done.complete(outcome);
    }
}

impl<C: Calls> Pending<C::Output> for Apply<C> {
    fn completion(&self) -> &Completion<Outcome<C::Output>> {
        &self.done
    }
}

/// A call of `map` or `imap`, whose chunks are taken one by one.
pub(super) struct Map<C: Calls> {
    pub calls: Arc<C>,
    pub tasks: usize,
    pub chunksize: usize,
    pub chunks: usize,
    pub next: AtomicUsize,
    pub gather: Gather<C::Output>,
}

impl<C: Calls> Job for Map<C> {
    fn work(&self, pool: &Shared, worker: usize) {
        loop {
            let chunk = self.next.fetch_add(1, Ordering::Relaxed);
            if chunk >= self.chunks {
                return;
            }
            events::running("chunk", Some(chunk as u64));
            let range = chunks::range(chunk, self.tasks, self.chunksize);
            let outcome = pool.done(worker, range.len(), || self.calls.chunk(range.clone()));
            self.gather.deliver(chunk, outcome);
        }
    }
}

impl Shared {
    /// What comes of `tasks` tasks: of the work, unless the pool has given up.
    fn done<T>(
        &self,
        worker: usize,
        tasks: usize,
        work: impl FnOnce() -> Outcome<T>,
    ) -> Outcome<T> {
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
