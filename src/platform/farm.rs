//! The farm: up to [`MAX_WORKERS`] parked threads to which closures are handed.
//!
//! A browser's worker whose parent blocks may never start, so nothing is started during a run:
//! [`ensure`] brings the farm to its size before, and [`spawn`] hands a closure to a thread that
//! is already parked. Natively the same, so that a lesson behaves the same.

use super::any::{AnyValue, known};
use super::{calibrate, clock, completion::Completion, panics, seats, sleep, sys};
use crate::contract::Error;
use crate::platform::lock;
use futures_lite::future::or;
use std::future::{Future, poll_fn};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// The most threads that the farm holds, and so the most workers that one run can have.
pub const MAX_WORKERS: u32 = 64;

pub(crate) type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
struct Thread {
    job: Mutex<Option<Job>>,
    handed: Condvar,
}

struct Farm {
    threads: Vec<Arc<Thread>>,
    idle: Vec<usize>,
    starts: Vec<Start>,
}

/// What it took to start one thread of the farm.
#[derive(Debug, Clone, Copy)]
pub struct Start {
    /// From asking the system for it until it was up, in milliseconds.
    pub ms: f64,
    /// By how much this program's memory grew meanwhile: [`super::memory_bytes`].
    pub memory_bytes: Option<u64>,
}

static FARM: Mutex<Farm> = Mutex::new(Farm {
    threads: Vec::new(),
    idle: Vec::new(),
    starts: Vec::new(),
});

/// Brings the farm to at least `size` parked threads.
///
/// # Errors
/// [`Error::Unsupported`] without shared memory; [`Error::Failed`] where a thread does not start.
pub async fn ensure(size: usize) -> Result<(), Error> {
    if size > MAX_WORKERS as usize {
        return Err(Error::failed(format!(
            "{size} threads were asked for; the farm holds at most {MAX_WORKERS}"
        )));
    }
    loop {
        let index = {
            let mut farm = lock(&FARM);
            let index = farm.threads.len();
            if index >= size {
                return Ok(());
            }
            farm.threads.push(Arc::default());
            index
        };
        let before = sys::memory_bytes();
        let begin = clock::now_us();
        if let Err(error) = sys::start_thread(index).await {
            lock(&FARM).threads.pop();
            return Err(error);
        }
        let ms = (clock::now_us() - begin) / 1e3;
        let grown = |before| sys::memory_bytes().map(|after| after.saturating_sub(before));
        let start = Start {
            ms,
            memory_bytes: before.and_then(grown),
        };
        {
            let mut farm = lock(&FARM);
            farm.idle.push(index);
            farm.starts.push(start);
        }
        calibrate::farm_thread(index).await;
    }
}

/// What it took to start each thread that the farm has.
pub fn starts() -> Vec<Start> {
    lock(&FARM).starts.clone()
}

/// How many threads have a job now.
pub fn busy() -> usize {
    let farm = lock(&FARM);
    farm.threads.len() - farm.idle.len()
}

/// Hands `job` to a parked thread.
///
/// # Errors
/// [`Error::Failed`] where no thread is parked: the lesson asked for fewer than it uses.
pub fn spawn<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, Error> {
    hand(None, any(job)).map(JoinHandle::of)
}

/// Hands `job` to this thread, which must be parked.
pub(crate) fn spawn_on<T: Send + 'static>(
    thread: usize,
    job: impl FnOnce() -> T + Send + 'static,
) -> Result<JoinHandle<T>, Error> {
    hand(Some(thread), any(job)).map(JoinHandle::of)
}

/// A job, the type of what it returns forgotten: what follows is compiled once for all of them.
type AnyJob = Box<dyn FnOnce() -> AnyValue + Send>;

fn any<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> AnyJob {
    Box::new(move || Box::new(job()))
}

fn hand(wanted: Option<usize>, job: AnyJob) -> Result<Arc<End>, Error> {
    let (index, thread) = {
        let mut farm = lock(&FARM);
        let place = match wanted {
            Some(wanted) => farm.idle.iter().position(|&idle| idle == wanted),
            // The thread parked last is the one most likely still awake.
            None => farm.idle.len().checked_sub(1),
        };
        let Some(place) = place else {
            return Err(Error::failed(format!(
                "no parked thread is left of the farm's {}",
                farm.threads.len()
            )));
        };
        let index = farm.idle.remove(place);
        (index, farm.threads[index].clone())
    };
    // Parked before joined: who has joined may spawn again at once.
    let (job, end) = package(job, move || lock(&FARM).idle.push(index));
    *lock(&thread.job) = Some(job);
    thread.handed.notify_one();
    Ok(end)
}

/// A closure that runs `job` and then tells the handle; a panic becomes its message.
pub(crate) fn alone<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> (Job, JoinHandle<T>) {
    let (job, end) = package(any(job), || {});
    (job, JoinHandle::of(end))
}

/// A closure that runs `job`, then `after`, then completes the end; a panic becomes its message.
fn package(job: AnyJob, after: impl FnOnce() + Send + 'static) -> (Job, Arc<End>) {
    let done = Arc::new(End::default());
    let end = done.clone();
    let job = Box::new(move || {
        let result = catch_unwind(AssertUnwindSafe(job)).map_err(|panic| text_of(&*panic));
        if let Err(message) = &result {
            panics::report(message.clone());
        }
        after();
        done.complete(result);
    });
    (job, end)
}

/// Whether its threads are to end.
static IS_OVER: AtomicBool = AtomicBool::new(false);

/// How long threads have that are at work.
const AT_WORK: Duration = Duration::from_millis(200);

/// Ends all threads, for good. One that is at work has a moment for it; then nobody waits for it.
pub(crate) async fn end() {
    IS_OVER.store(true, Ordering::SeqCst);
    for thread in lock(&FARM).threads.clone() {
        // Whoever is about to wait has looked already, or holds this.
        drop(lock(&thread.job));
        thread.handed.notify_one();
    }
    let end_us = clock::now_us() + AT_WORK.as_secs_f64() * 1e6;
    while busy() > 0 && clock::now_us() < end_us {
        sleep(Duration::from_millis(1)).await;
    }
}

/// What a farm thread does for as long as it lives.
pub(crate) fn thread_main(index: usize) {
    seats::FARM.take(index);
    let thread = lock(&FARM).threads[index].clone();
    loop {
        let job = {
            let mut job = lock(&thread.job);
            loop {
                match job.take() {
                    Some(job) => break job,
                    None if IS_OVER.load(Ordering::SeqCst) => return,
                    None => {
                        job = thread
                            .handed
                            .wait(job)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                }
            }
        };
        job();
    }
}

/// Where a job's result comes, or the message of its panic.
type End = Completion<Result<AnyValue, String>>;

/// The end of a job on the farm. Awaiting it gives what the job returned.
#[derive(Debug)]
pub struct JoinHandle<T> {
    end: Arc<End>,
    of: PhantomData<fn() -> T>,
}

impl<T: 'static> JoinHandle<T> {
    fn of(end: Arc<End>) -> Self {
        Self {
            end,
            of: PhantomData,
        }
    }

    /// Whether the job has ended.
    pub fn is_finished(&self) -> bool {
        self.end.is_complete()
    }

    /// Blocks this thread worker until the job ends. Never call it on the coordinator.
    ///
    /// # Errors
    /// [`Error::Failed`] with the panic's message.
    pub fn join(self) -> Result<T, Error> {
        returned(self.end.wait())
    }

    /// What the job returned, or `None` when the time has passed.
    ///
    /// # Errors
    /// [`Error::Failed`] with the panic's message.
    pub(crate) async fn within(&mut self, timeout: Option<Duration>) -> Result<Option<T>, Error> {
        within(&self.end, timeout).await.map(returned).transpose()
    }
}

async fn within(end: &End, timeout: Option<Duration>) -> Option<Result<AnyValue, String>> {
    let ended = async { Some(poll_fn(|context| end.poll(context)).await) };
    match timeout {
        None => ended.await,
        Some(timeout) => {
            let passed = async {
                sleep(timeout).await;
                None
            };
            or(ended, passed).await
        }
    }
}

fn returned<T: 'static>(result: Result<AnyValue, String>) -> Result<T, Error> {
    result.map_err(Error::failed).map(known)
}

impl<T: 'static> Future for JoinHandle<T> {
    type Output = Result<T, Error>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.end.poll(context).map(returned)
    }
}

/// The text that a panic was raised with.
pub(crate) fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_string())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "no message".into());
    format!("a worker panicked: {text}")
}
