//! `Pool`, as in Python's multiprocessing: of threads (`ThreadPool`) or of processes (`Pool`).

mod chunks;
mod function;
mod method;
mod processes;
mod result;
mod threads;

pub use chunks::{chunk_sizes, chunksize};
pub use function::{Function, FunctionEntry};
pub use method::{Method, Tasks};
pub use processes::ProcessPool;
pub(crate) use processes::{PROCESS_TARGET, process_main};
pub use result::{AsyncResult, Results};
pub use threads::{Crew, ThreadPool};

use super::Context;
use crate::contract::parameters::Kind;
use crate::contract::{Error, TaskError};
use std::ops::Range;

/// A pool of either kind, to which functions are given by name.
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

    /// `map(func, iterable)`, `apply_async(func, args)` and their like: hands the calls of
    /// `function` on `inputs` over by `method`, and gives their results.
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
        match self {
            Self::Threads(pool) => {
                let tasks = pool.tasks(inputs.len(), calls(function, inputs));
                method.run(context, &tasks, chunksize).await
            }
            Self::Processes(pool) => {
                let tasks = pool.tasks(function, inputs);
                method.run(context, &tasks, chunksize).await
            }
        }
    }

    /// How many tasks each worker has done.
    pub fn by_worker(&self) -> Vec<u64> {
        match self {
            Self::Threads(pool) => pool.by_worker(),
            Self::Processes(pool) => pool.by_worker(),
        }
    }

    /// `close()` and `join()`: no more tasks, and back when the workers have ended.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker did not end as it should.
    pub async fn close_and_join(self) -> Result<(), Error> {
        match self {
            Self::Threads(pool) => pool.close_and_join().await,
            Self::Processes(pool) => pool.close_and_join().await,
        }
    }
}

/// The calls of `function` on ranges of `inputs`; the first error ends a chunk, as `mapstar` does.
fn calls<F: Function>(
    function: F,
    inputs: Vec<F::Input>,
) -> impl Fn(Range<usize>) -> Result<Vec<F::Output>, TaskError> + Send + Sync + 'static {
    move |range| {
        let inputs = &inputs[range];
        inputs.iter().map(|input| function.call(input)).collect()
    }
}
