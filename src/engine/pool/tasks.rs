//! Tasks on their way to a pool, by any method.

use super::any::{AnyList, NewList, list};
use super::calls::{Calls, Sent};
use super::chunks;
use super::gather::Gather;
use super::imap::{Chunks, IMapIterator};
use super::method::Method;
use super::processes::ProcessPool;
use super::result::{AnyCallbacks, AnyResult, AsyncResult, Callbacks};
use super::threads::ThreadPool;
use crate::contract::TaskError;
use crate::platform::memory::NoMemory;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// Tasks that can be handed to a pool by any method.
pub trait Tasks {
    /// What a task gives.
    type Output: Send + 'static;

    /// The tasks, whatever they give.
    fn any(&self) -> &AnyTasks<'_>;

    /// How many tasks there are.
    fn count(&self) -> usize {
        self.any().count()
    }

    /// `map_async(…)`: all in chunks, results in order. A `chunksize` of 0 is CPython's own.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    fn map_async(
        &self,
        chunksize: usize,
        callbacks: Callbacks<Vec<Self::Output>>,
    ) -> Result<AsyncResult<Vec<Self::Output>>, TaskError> {
        let result = self.any().map_async(chunksize, callbacks.any())?;
        Ok(AsyncResult::new(result))
    }

    /// `imap(…)`, `imap_unordered(…)`: all in chunks, results one by one.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    fn imap(
        &self,
        chunksize: usize,
        ordered: bool,
    ) -> Result<IMapIterator<Self::Output>, TaskError> {
        let chunks = self.any().imap(chunksize, ordered)?;
        Ok(IMapIterator::new(chunks))
    }

    /// `apply_async(…)`: the task of this number alone.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    fn apply_async(
        &self,
        index: usize,
        callbacks: Callbacks<Self::Output>,
    ) -> Result<AsyncResult<Self::Output>, TaskError> {
        let result = self.any().apply_async(index, callbacks.any())?;
        Ok(AsyncResult::new(result))
    }
}

/// Tasks that give this type.
pub(super) struct TasksOf<'a, T> {
    any: AnyTasks<'a>,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Send + 'static> TasksOf<'a, T> {
    /// So many, for these workers.
    pub fn new(workers: Workers<'a>, count: usize) -> Self {
        Self {
            any: AnyTasks {
                workers,
                count,
                list: list::<T>,
            },
            of: PhantomData,
        }
    }
}

impl<T: Send + 'static> Tasks for TasksOf<'_, T> {
    type Output = T;

    fn any(&self) -> &AnyTasks<'_> {
        &self.any
    }
}

/// Tasks of whatever type, and the pool that is to do them.
pub struct AnyTasks<'a> {
    pub(crate) workers: Workers<'a>,
    pub(crate) count: usize,
    /// Makes the list of their results.
    pub(crate) list: NewList,
}

/// Who is to do the tasks.
pub(crate) enum Workers<'a> {
    Threads(&'a ThreadPool, Arc<dyn Calls>),
    Processes(&'a ProcessPool, Arc<dyn Sent>),
}

impl AnyTasks<'_> {
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// An empty list, with room for all results.
    pub(super) fn list(&self) -> Result<Box<dyn AnyList>, NoMemory> {
        (self.list)(self.count)
    }

    pub(super) fn map_async(
        &self,
        chunksize: usize,
        callbacks: AnyCallbacks,
    ) -> Result<AnyResult, TaskError> {
        let workers = match &self.workers {
            Workers::Threads(pool, _) => pool.workers(),
            Workers::Processes(pool, _) => pool.workers(),
        };
        let chunksize = Method::Map.chunksize(chunksize, self.count, workers);
        let chunks = chunks::count(self.count, chunksize);
        let (gather, result) = Gather::all(self.count, chunks, chunksize, self.list, callbacks)?;
        self.submit(chunksize, gather)?;
        Ok(match self.workers {
            Workers::Threads(..) => result.brought_by_threads(),
            Workers::Processes(..) => result,
        })
    }

    pub(super) fn imap(&self, chunksize: usize, ordered: bool) -> Result<Chunks, TaskError> {
        let chunksize = chunksize.max(1);
        let chunks = chunks::count(self.count, chunksize);
        let (gather, results) = Gather::each(chunks, chunksize, ordered);
        self.submit(chunksize, gather)?;
        Ok(results)
    }

    pub(super) fn apply_async(
        &self,
        index: usize,
        callbacks: AnyCallbacks,
    ) -> Result<AnyResult, TaskError> {
        match &self.workers {
            Workers::Threads(pool, calls) => pool.apply(calls.clone(), index, callbacks),
            Workers::Processes(pool, calls) => pool.apply(calls.clone(), index, callbacks),
        }
    }

    fn submit(&self, chunksize: usize, gather: Gather) -> Result<(), TaskError> {
        match &self.workers {
            Workers::Threads(pool, calls) => pool.map(calls.clone(), self.count, chunksize, gather),
            Workers::Processes(pool, calls) => {
                pool.map(calls.clone(), self.count, chunksize, gather)
            }
        }
    }
}

impl fmt::Debug for AnyTasks<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyTasks")
            .field("count", &self.count)
            .finish_non_exhaustive()
    }
}
