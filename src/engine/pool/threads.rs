//! A pool of threads over one memory: Python's `ThreadPool`, without the lock around it.

use super::chunks;
use super::method::{Method, Tasks};
use super::result::{AsyncResult, Gather, Results};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::platform::cancel::Cancel;
use crate::platform::events::{self, Lane};
use crate::platform::{farm, parallel};
use std::collections::VecDeque;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{
    Arc, Condvar, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
};

/// Where a pool's workers run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Crew {
    /// Each on a thread of the farm, kept until the pool ends; its tasks may block.
    Farm,
    /// On the data-parallel pool, while there are tasks, which must not block. As many workers
    /// run at a time as that pool has threads.
    Parallel,
}

/// A pool of threads. Dropping it lets the workers end when the tasks have.
#[derive(Debug)]
pub struct ThreadPool {
    shared: Arc<Shared>,
    crew: Crew,
    handles: Vec<farm::JoinHandle<()>>,
}

struct Shared {
    queue: Mutex<Queue>,
    ready: Condvar,
    cancel: Cancel,
    lanes: Vec<Arc<Lane>>,
    by_worker: Vec<AtomicU64>,
}

#[derive(Default)]
struct Queue {
    calls: VecDeque<Claim>,
    closed: bool,
    sleeping: usize,
    /// Workers of [`Crew::Parallel`] that are not running, the lowest last.
    resting: Vec<usize>,
}

/// A call and the next of its chunks to be taken.
struct Claim {
    call: Arc<dyn Call>,
    next: usize,
    chunks: usize,
}

/// One call of a pool's method, cut into chunks.
trait Call: Send + Sync {
    /// Runs a chunk, and adds how many tasks it had to `done`.
    fn run(&self, chunk: usize, cancel: &Cancel, done: &AtomicU64);
}

impl ThreadPool {
    /// A pool of so many workers. The lesson must have asked for the threads in its needs.
    ///
    /// # Errors
    /// [`Error::Unsupported`] without shared memory, [`Error::Failed`] where the farm is too small.
    pub fn new(context: &Context, workers: usize, crew: Crew) -> Result<Self, Error> {
        if !crate::platform::has_threads() {
            return Err(Error::unsupported(
                "a pool of kind threads needs shared memory, which this page has not: it was not \
                 served with the headers of cross-origin isolation; kind processes works",
            ));
        }
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue {
                resting: (0..workers).rev().collect(),
                ..Queue::default()
            }),
            ready: Condvar::new(),
            cancel: context.cancel().clone(),
            lanes: (1..=workers as u32)
                .map(|worker| context.lane(worker))
                .collect(),
            by_worker: (0..workers).map(|_| AtomicU64::new(0)).collect(),
        });
        let mut pool = Self {
            shared,
            crew,
            handles: Vec::new(),
        };
        if crew == Crew::Farm {
            for worker in 0..workers {
                let shared = pool.shared.clone();
                pool.handles.push(farm::spawn(move || shared.work(worker))?);
            }
        }
        Ok(pool)
    }

    /// The calls of `function` on ranges of the indices below `count`, to be handed over by any
    /// method. What all tasks look at lies in the function: threads share it, nothing is copied.
    pub fn tasks<T, F>(&self, count: usize, function: F) -> ThreadTasks<'_, F>
    where
        T: Send + 'static,
        F: Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync + 'static,
    {
        ThreadTasks {
            pool: self,
            count,
            function: Arc::new(function),
        }
    }

    /// How many tasks each worker has done.
    pub fn by_worker(&self) -> Vec<u64> {
        let count = |done: &AtomicU64| done.load(Ordering::Relaxed);
        self.shared.by_worker.iter().map(count).collect()
    }

    /// No more tasks, and back when the workers have ended.
    ///
    /// # Errors
    /// [`Error::Failed`] where one panicked.
    pub async fn close_and_join(mut self) -> Result<(), Error> {
        self.shared.close();
        for handle in std::mem::take(&mut self.handles) {
            handle.await?;
        }
        Ok(())
    }

    fn submit<T: Send + 'static>(
        &self,
        tasks: Range<usize>,
        chunksize: usize,
        function: Arc<impl Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync + 'static>,
        gather: Gather<T>,
    ) {
        let chunks = chunks::count(tasks.len(), chunksize);
        if chunks == 0 {
            return;
        }
        let call = Arc::new(Mapped {
            function,
            tasks,
            chunksize,
            gather,
        });
        let mut queue = self.shared.lock();
        queue.calls.push_back(Claim {
            call,
            next: 0,
            chunks,
        });
        match self.crew {
            Crew::Farm => {
                let wanted = queue.sleeping.min(chunks);
                drop(queue);
                for _ in 0..wanted {
                    self.shared.ready.notify_one();
                }
            }
            Crew::Parallel => {
                let begin = queue.resting.len().saturating_sub(chunks);
                let woken: Vec<usize> = queue.resting.drain(begin..).rev().collect();
                drop(queue);
                for worker in woken {
                    let shared = self.shared.clone();
                    drop(parallel::spawn(move || shared.drain(worker)));
                }
            }
        }
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.shared.close();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.lock().closed = true;
        self.ready.notify_all();
    }

    /// A farm worker's life in this pool.
    fn work(&self, worker: usize) {
        let _entered = events::enter(self.lanes[worker].clone());
        events::waiting("a task");
        let mut idle = true;
        loop {
            let mut queue = self.lock();
            let (call, chunk) = loop {
                if let Some(claimed) = queue.claim() {
                    break claimed;
                }
                if queue.closed {
                    return;
                }
                if !std::mem::replace(&mut idle, true) {
                    events::waiting("a task");
                }
                queue.sleeping += 1;
                queue = self
                    .ready
                    .wait(queue)
                    .unwrap_or_else(PoisonError::into_inner);
                queue.sleeping -= 1;
            };
            drop(queue);
            idle = false;
            self.run(worker, &*call, chunk);
        }
    }

    /// A worker of the data-parallel pool: works until nothing is left, then rests.
    fn drain(&self, worker: usize) {
        let _entered = events::enter(self.lanes[worker].clone());
        loop {
            let mut queue = self.lock();
            let Some((call, chunk)) = queue.claim() else {
                queue.resting.push(worker);
                queue.resting.sort_unstable_by(|a, b| b.cmp(a));
                break;
            };
            drop(queue);
            self.run(worker, &*call, chunk);
        }
        events::waiting("a task");
    }

    fn run(&self, worker: usize, call: &dyn Call, chunk: usize) {
        events::running("chunk", Some(chunk as u64));
        call.run(chunk, &self.cancel, &self.by_worker[worker]);
    }
}

impl Queue {
    fn claim(&mut self) -> Option<(Arc<dyn Call>, usize)> {
        let front = self.calls.front_mut()?;
        let chunk = front.next;
        front.next += 1;
        let call = if front.next == front.chunks {
            self.calls.pop_front()?.call
        } else {
            front.call.clone()
        };
        Some((call, chunk))
    }
}

struct Mapped<F, T> {
    function: Arc<F>,
    tasks: Range<usize>,
    chunksize: usize,
    gather: Gather<T>,
}

impl<F, T> Call for Mapped<F, T>
where
    F: Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync,
    T: Send,
{
    fn run(&self, chunk: usize, cancel: &Cancel, done: &AtomicU64) {
        let Range { start, end } = chunks::range(chunk, self.tasks.len(), self.chunksize);
        let first = self.tasks.start;
        let result = if cancel.is_set() {
            Err(TaskError::new(TaskError::CANCELLED, "stopped"))
        } else {
            // A panic becomes an error here as well, or its caller would wait for ever.
            let work = AssertUnwindSafe(|| (self.function)(first + start..first + end));
            let result = catch_unwind(work)
                .unwrap_or_else(|panic| Err(TaskError::new("PanicError", farm::text_of(&*panic))));
            // Before it is delivered: whoever has the results may ask who did them.
            done.fetch_add((end - start) as u64, Ordering::Relaxed);
            result
        };
        self.gather.deliver(chunk, result);
    }
}

/// Tasks of a [`ThreadPool`]; see [`ThreadPool::tasks`].
#[derive(Debug)]
pub struct ThreadTasks<'a, F> {
    pool: &'a ThreadPool,
    count: usize,
    function: Arc<F>,
}

impl<T, F> Tasks for ThreadTasks<'_, F>
where
    T: Send + 'static,
    F: Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync + 'static,
{
    type Output = T;

    fn count(&self) -> usize {
        self.count
    }

    fn map_async(&self, chunksize: usize) -> AsyncResult<Vec<T>> {
        let workers = self.pool.shared.lanes.len();
        let chunksize = Method::Map.chunksize(chunksize, self.count, workers);
        let (gather, result) = Gather::all(chunks::count(self.count, chunksize));
        let function = self.function.clone();
        self.pool.submit(0..self.count, chunksize, function, gather);
        result
    }

    fn imap(&self, chunksize: usize, ordered: bool) -> Results<T> {
        let chunksize = chunksize.max(1);
        let (gather, results) = Gather::each(chunks::count(self.count, chunksize), ordered);
        let function = self.function.clone();
        self.pool.submit(0..self.count, chunksize, function, gather);
        results
    }

    fn apply_async(&self, index: usize) -> AsyncResult<T> {
        let (gather, result) = Gather::one();
        self.pool
            .submit(index..index + 1, 1, self.function.clone(), gather);
        result
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("workers", &self.lanes.len())
            .finish_non_exhaustive()
    }
}
