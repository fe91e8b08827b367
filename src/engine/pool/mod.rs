//! `Pool`, as in Python's multiprocessing: of threads (`ThreadPool`) or of processes (`Pool`).

mod any;
mod calls;
mod chunks;
mod copied;
mod function;
mod gather;
mod imap;
mod life;
mod method;
mod processes;
mod result;
mod tasks;
mod threads;

pub(crate) use any::{AnyOutcome, AnyValue, NewList, list, look, only, results};
pub(crate) use calls::{Calls, Named, Sent};
pub use chunks::{chunk_sizes, chunksize};
pub use copied::Copied;
pub use function::{Function, FunctionEntry};
pub use imap::IMapIterator;
pub use method::Method;
pub use processes::ProcessPool;
pub(crate) use processes::{PROCESS_TARGET, process_main};
pub use result::{AsyncResult, Callback, Callbacks};
pub use tasks::Tasks;
pub(crate) use tasks::{AnyTasks, Workers};
pub use threads::{Crew, ThreadPool};

use super::Context;
use crate::contract::{Error, TaskError};
use crate::engine::parameters::Kind;
use std::sync::Arc;
use tasks::TasksOf;

/// A pool of either kind, to which functions are given by name.
///
/// Its methods are those of Python's class. Each input is what one call gets, a tuple where the
/// function takes several arguments, so that `map` and `starmap` do the same. A `chunksize` of 0
/// is the method's own choice. Whatever hands tasks over raises `ValueError: Pool not running`
/// once the pool was closed or terminated.
#[derive(Debug)]
pub enum Pool {
    /// Threads over one memory.
    Threads(ThreadPool),
    /// Processes, each with a memory of its own.
    Processes(ProcessPool),
}

impl Pool {
    /// A pool of so many workers, threads from the farm or processes.
    ///
    /// # Errors
    /// [`Error::Unsupported`] for threads without shared memory; [`Error::Failed`] where a worker
    /// does not start.
    pub async fn new(context: &Context, workers: usize, kind: Kind) -> Result<Self, Error> {
        Ok(match kind {
            Kind::Threads => Self::Threads(ThreadPool::new(context, workers, Crew::Farm)?),
            Kind::Processes => Self::Processes(ProcessPool::new(context, workers).await?),
        })
    }

    /// `Pool(workers, initializer, initargs)`: each worker calls `initializer` with `argument`
    /// before its first task. Where one raises something, so does every task, as
    /// `BrokenThreadPool` or `BrokenProcessPool`.
    ///
    /// # Errors
    /// As of [`new`](Self::new).
    pub async fn with_initializer<I: Function>(
        context: &Context,
        workers: usize,
        kind: Kind,
        initializer: I,
        argument: I::Input,
    ) -> Result<Self, Error> {
        Ok(match kind {
            Kind::Threads => {
                let initialize = move || initializer.call(&argument).map(drop);
                Self::Threads(ThreadPool::with_initializer(context, workers, initialize)?)
            }
            Kind::Processes => Self::Processes(
                ProcessPool::with_initializer(context, workers, initializer, argument).await?,
            ),
        })
    }

    /// The calls of `function` on `inputs`, to be handed over by any method.
    pub fn tasks<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
    ) -> impl Tasks<Output = F::Output> {
        let (count, calls) = (inputs.len(), Arc::new(Named { function, inputs }));
        let workers = match self {
            Self::Threads(pool) => Workers::Threads(pool, calls),
            Self::Processes(pool) => Workers::Processes(pool, calls),
        };
        TasksOf::new(workers, count)
    }

    /// Hands the calls of `function` on `inputs` over by `method`, and gives their results.
    ///
    /// # Errors
    /// What a task raised, as Python's method would; [`Error::Cancelled`].
    pub async fn run<F: Function>(
        &self,
        context: &Context,
        method: Method,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
    ) -> Result<Vec<F::Output>, Error> {
        let tasks = self.tasks(function, inputs);
        method.run(context, &tasks, chunksize).await
    }

    /// `map(func, iterable, chunksize)`: the results of all calls, in order.
    ///
    /// # Errors
    /// What came first of what the calls raised.
    pub async fn map<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
    ) -> Result<Vec<F::Output>, TaskError> {
        self.map_async(function, inputs, chunksize, Callbacks::default())?
            .await
    }

    /// `map_async(func, iterable, chunksize, callback, error_callback)`: the same, to be awaited
    /// later.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    pub fn map_async<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
        callbacks: Callbacks<Vec<F::Output>>,
    ) -> Result<AsyncResult<Vec<F::Output>>, TaskError> {
        self.tasks(function, inputs).map_async(chunksize, callbacks)
    }

    /// `starmap(func, iterable, chunksize)`: `map`, each input a tuple of arguments.
    ///
    /// # Errors
    /// As of [`map`](Self::map).
    pub async fn starmap<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
    ) -> Result<Vec<F::Output>, TaskError> {
        self.map(function, inputs, chunksize).await
    }

    /// `starmap_async(func, iterable, chunksize, callback, error_callback)`: `map_async`, each
    /// input a tuple of arguments.
    ///
    /// # Errors
    /// As of [`map_async`](Self::map_async).
    pub fn starmap_async<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
        callbacks: Callbacks<Vec<F::Output>>,
    ) -> Result<AsyncResult<Vec<F::Output>>, TaskError> {
        self.map_async(function, inputs, chunksize, callbacks)
    }

    /// `imap(func, iterable, chunksize)`: the results one by one, in order.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    pub fn imap<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
    ) -> Result<IMapIterator<F::Output>, TaskError> {
        self.tasks(function, inputs).imap(chunksize, true)
    }

    /// `imap_unordered(func, iterable, chunksize)`: the results one by one, as they come.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    pub fn imap_unordered<F: Function>(
        &self,
        function: F,
        inputs: Vec<F::Input>,
        chunksize: usize,
    ) -> Result<IMapIterator<F::Output>, TaskError> {
        self.tasks(function, inputs).imap(chunksize, false)
    }

    /// `apply(func, args)`: one call, awaited.
    ///
    /// # Errors
    /// What the call raised.
    pub async fn apply<F: Function>(
        &self,
        function: F,
        input: F::Input,
    ) -> Result<F::Output, TaskError> {
        self.apply_async(function, input, Callbacks::default())?
            .await
    }

    /// `apply_async(func, args, callback, error_callback)`: one call, to be awaited later.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    pub fn apply_async<F: Function>(
        &self,
        function: F,
        input: F::Input,
        callbacks: Callbacks<F::Output>,
    ) -> Result<AsyncResult<F::Output>, TaskError> {
        self.tasks(function, vec![input]).apply_async(0, callbacks)
    }

    /// How many tasks each worker has done.
    pub fn by_worker(&self) -> Vec<u64> {
        match self {
            Self::Threads(pool) => pool.by_worker(),
            Self::Processes(pool) => pool.by_worker(),
        }
    }

    /// `close()`: no more tasks; those that are there will be done.
    pub fn close(&self) {
        match self {
            Self::Threads(pool) => pool.close(),
            Self::Processes(pool) => pool.close(),
        }
    }

    /// `terminate()`: no more tasks; those that have not begun raise a `RuntimeError`. Processes
    /// are ended at once; threads cannot be, and end their tasks.
    pub fn terminate(&self) {
        match self {
            Self::Threads(pool) => pool.terminate(),
            Self::Processes(pool) => pool.terminate(),
        }
    }

    /// `join()`: back when the workers have ended.
    ///
    /// # Errors
    /// [`Error::Failed`] with Python's `ValueError` where the pool was neither closed nor
    /// terminated, or where a worker did not end as it should.
    pub async fn join(&mut self) -> Result<(), Error> {
        match self {
            Self::Threads(pool) => pool.join().await,
            Self::Processes(pool) => pool.join().await,
        }
    }

    /// `close()` and `join()`.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker did not end as it should.
    pub async fn close_and_join(mut self) -> Result<(), Error> {
        self.close();
        self.join().await
    }
}
