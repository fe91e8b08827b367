//! A pool of threads over one memory: Python's `ThreadPool`, without the lock around it.

use super::calls::{Apply, Calls, Job, Map, Ranged, Single};
use super::chunks;
use super::gather::Gather;
use super::life::{self, Life};
use super::result::{AnyCallbacks, AnyResult};
use super::tasks::{Tasks, TasksOf, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::platform::cancel::Cancel;
use crate::platform::events::{self, Lane};
use crate::platform::lock;
use crate::platform::parking::Parking;
use crate::platform::{farm, parallel};
use concurrent_queue::ConcurrentQueue;
use crossbeam_utils::CachePadded;
use std::ops::Range;
use std::sync::{
    Arc, Mutex, MutexGuard, OnceLock,
    atomic::{AtomicU64, AtomicUsize, Ordering},
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

/// A pool of threads. Dropping it terminates it, as leaving Python's `with Pool(…)` does.
#[derive(Debug)]
pub struct ThreadPool {
    shared: Arc<Shared>,
    crew: Crew,
    handles: Vec<farm::JoinHandle<()>>,
}

/// What a worker does before its first task.
type Initializer = Arc<dyn Fn() -> Result<(), TaskError> + Send + Sync>;

pub(super) struct Shared {
    jobs: ConcurrentQueue<Arc<dyn Job>>,
    parking: Parking,
    /// Workers of [`Crew::Parallel`] that are not running, the lowest last.
    resting: Mutex<Vec<usize>>,
    pub life: Life,
    /// Why the pool cannot work, where an initializer failed.
    pub broken: OnceLock<TaskError>,
    pub cancel: Cancel,
    desks: Vec<Desk>,
}

/// What belongs to one worker.
struct Desk {
    lane: Arc<Lane>,
    /// On a cache line of its own, since each worker counts its tasks.
    tasks_done: CachePadded<AtomicU64>,
}

impl ThreadPool {
    /// A pool of so many workers. The lesson must have asked for the threads in its needs.
    ///
    /// # Errors
    /// [`Error::Unsupported`] without shared memory, [`Error::Failed`] where the farm is too small.
    pub fn new(context: &Context, workers: usize, crew: Crew) -> Result<Self, Error> {
        Self::start(context, workers, crew, None)
    }

    /// The same, with threads of the farm that each call `initializer` before their first task.
    /// Where one raises something, so does every task, as `BrokenThreadPool`. The threads are the
    /// farm's: what is put into a thread-local stays there when the pool has ended.
    ///
    /// # Errors
    /// As of [`new`](Self::new).
    pub fn with_initializer(
        context: &Context,
        workers: usize,
        initializer: impl Fn() -> Result<(), TaskError> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        Self::start(context, workers, Crew::Farm, Some(Arc::new(initializer)))
    }

    fn start(
        context: &Context,
        workers: usize,
        crew: Crew,
        initializer: Option<Initializer>,
    ) -> Result<Self, Error> {
        if !crate::platform::has_threads() {
            return Err(Error::unsupported(format!(
                "a pool of kind threads needs shared memory, which this page has not: {}; kind \
                 processes works",
                crate::platform::why_no_threads()
            )));
        }
        let shared = Arc::new(Shared {
            jobs: ConcurrentQueue::unbounded(),
            parking: Parking::default(),
            resting: Mutex::new((0..workers).rev().collect()),
            life: Life::default(),
            broken: OnceLock::new(),
            cancel: context.cancel().clone(),
            desks: (1..=workers as u32)
                .map(|worker| Desk {
                    lane: context.lane(worker),
                    tasks_done: CachePadded::default(),
                })
                .collect(),
        });
        let mut pool = Self {
            shared,
            crew,
            handles: Vec::new(),
        };
        if crew == Crew::Farm {
            for worker in 0..workers {
                let (shared, initializer) = (pool.shared.clone(), initializer.clone());
                let life = move || shared.work(worker, initializer);
                pool.handles.push(farm::spawn(life)?);
            }
        }
        Ok(pool)
    }

    /// `count` calls of `function`, which gets the number of each, to be handed over by any
    /// method. What all of them look at lies in the function: threads share it, nothing is copied.
    pub fn tasks<T: Send + 'static>(
        &self,
        count: usize,
        function: impl Fn(usize) -> Result<T, TaskError> + Send + Sync + 'static,
    ) -> impl Tasks<Output = T> {
        TasksOf::new(Workers::Threads(self, Arc::new(Single(function))), count)
    }

    /// The same for a function that does a range of them at once, and gives as many results.
    pub fn ranges<T: Send + 'static>(
        &self,
        count: usize,
        function: impl Fn(Range<usize>) -> Result<Vec<T>, TaskError> + Send + Sync + 'static,
    ) -> impl Tasks<Output = T> {
        TasksOf::new(Workers::Threads(self, Arc::new(Ranged(function))), count)
    }

    pub(super) fn workers(&self) -> usize {
        self.shared.desks.len()
    }

    /// How many tasks each worker has done.
    pub fn by_worker(&self) -> Vec<u64> {
        let done = |desk: &Desk| desk.tasks_done.load(Ordering::Relaxed);
        self.shared.desks.iter().map(done).collect()
    }

    /// `close()`: no more tasks; those that are there will be done.
    pub fn close(&self) {
        self.shared.life.close();
        self.shared.parking.wake_all();
    }

    /// `terminate()`: no more tasks; those that have not begun raise a `RuntimeError`. A thread
    /// cannot be ended from outside: those that have begun go on to their end.
    pub fn terminate(&self) {
        self.shared.life.terminate();
        self.shared.parking.wake_all();
    }

    /// `join()`: back when the workers have ended.
    ///
    /// # Errors
    /// [`Error::Failed`] with Python's `ValueError` where the pool was neither closed nor
    /// terminated, or where a worker panicked.
    pub async fn join(&mut self) -> Result<(), Error> {
        self.shared.life.can_be_joined()?;
        for handle in std::mem::take(&mut self.handles) {
            handle.await?;
        }
        Ok(())
    }

    /// `close()` and `join()`.
    ///
    /// # Errors
    /// [`Error::Failed`] where a worker panicked.
    pub async fn close_and_join(mut self) -> Result<(), Error> {
        self.close();
        self.join().await
    }

    /// Hands all of the calls over, in chunks.
    pub(super) fn map(
        &self,
        calls: Arc<dyn Calls>,
        tasks: usize,
        chunksize: usize,
        gather: Gather,
    ) -> Result<(), TaskError> {
        let chunks = chunks::count(tasks, chunksize);
        if chunks == 0 {
            return self.shared.life.takes_tasks();
        }
        let map = Map {
            calls,
            tasks,
            chunksize,
            chunks,
            next: AtomicUsize::new(0),
            gather,
        };
        self.submit(Arc::new(map), chunks.min(self.workers()))
    }

    /// Hands the call of this number over.
    pub(super) fn apply(
        &self,
        calls: Arc<dyn Calls>,
        index: usize,
        callbacks: AnyCallbacks,
    ) -> Result<AnyResult, TaskError> {
        let apply = Arc::new(Apply {
            calls,
            index,
            callbacks: Mutex::new(callbacks),
            done: Default::default(),
        });
        self.submit(apply.clone(), 1)?;
        Ok(AnyResult::new(apply, 1).brought_by_threads())
    }

    /// Puts a job where the workers find it, as often as so many of them can share it.
    fn submit(&self, job: Arc<dyn Job>, workers: usize) -> Result<(), TaskError> {
        let shared = &self.shared;
        shared.life.takes_tasks()?;
        for _ in 1..workers {
            shared.put(job.clone());
        }
        shared.put(job);
        match self.crew {
            Crew::Farm => shared.parking.wake(),
            Crew::Parallel => {
                let mut resting = shared.resting();
                let begin = resting.len().saturating_sub(workers);
                let woken: Vec<usize> = resting.drain(begin..).rev().collect();
                drop(resting);
                for worker in woken {
                    let shared = shared.clone();
                    drop(parallel::spawn(move || shared.drain(worker)));
                }
            }
        }
        Ok(())
    }
}

impl Drop for ThreadPool {
    fn drop(&mut self) {
        self.terminate();
    }
}

impl Shared {
    fn resting(&self) -> MutexGuard<'_, Vec<usize>> {
        lock(&self.resting)
    }

    fn put(&self, job: Arc<dyn Job>) {
        // It has no bound and is never closed, so it takes everything.
        let _ = self.jobs.push(job);
    }

    fn take(&self) -> Option<Arc<dyn Job>> {
        self.jobs.pop().ok()
    }

    pub fn count(&self, worker: usize, tasks: usize) {
        let done = &self.desks[worker].tasks_done;
        done.fetch_add(tasks as u64, Ordering::Relaxed);
    }

    /// A farm worker's life in this pool.
    fn work(&self, worker: usize, initializer: Option<Initializer>) {
        let _entered = events::enter(self.desks[worker].lane.clone());
        if let Some(initializer) = initializer {
            events::running("initializer", None);
            if let Err(error) = initializer() {
                let _ = self.broken.set(life::broken("BrokenThreadPool", &error));
            }
        }
        loop {
            let job = self.take().or_else(|| {
                events::waiting("a task");
                // Closed is looked at first: what was put in before is then seen.
                let job = self.parking.find(|| {
                    let running = self.life.is_running();
                    match self.take() {
                        None if running => None,
                        job => Some(job),
                    }
                });
                if !self.jobs.is_empty() {
                    self.parking.wake();
                }
                job
            });
            match job {
                Some(job) => job.work(self, worker),
                None => return,
            }
        }
    }

    /// A worker of the data-parallel pool: works until nothing is left, then rests.
    fn drain(&self, worker: usize) {
        let _entered = events::enter(self.desks[worker].lane.clone());
        loop {
            while let Some(job) = self.take() {
                job.work(self, worker);
            }
            let mut resting = self.resting();
            // With the lock that a submission takes after it has put something in: whatever this
            // look does not see finds this worker resting.
            if self.jobs.is_empty() {
                resting.push(worker);
                resting.sort_unstable_by(|a, b| b.cmp(a));
                break;
            }
        }
        events::waiting("a task");
    }
}

impl std::fmt::Debug for Shared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shared")
            .field("workers", &self.desks.len())
            .finish_non_exhaustive()
    }
}
