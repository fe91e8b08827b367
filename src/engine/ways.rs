//! The same work, four ways: one call after the other, by threads under an interpreter lock, by
//! processes, and by free threads.
//!
//! All four call the same function on the same inputs, one at a time, and hand them over by the
//! same method, so what differs in time is the way. What is modelled is the lock alone: after
//! CPython's, each thread holds it while it works, looks between two calls whether another has
//! asked for it, and then hands it over ([`InterpreterLock`]). Threads, processes, copying and
//! times are real.

use super::Context;
use super::pool::{Crew, Function, Method, ProcessPool, Tasks, ThreadPool};
use super::threading::{InterpreterLock, Thread};
use crate::contract::{Error, TaskError};
use crate::platform::cancel::Cancel;
use crate::platform::{clock, events, has_threads};
use serde::Serialize;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

/// Calls of one function, and how a pool gets them.
#[derive(Debug)]
pub struct SameWork<F: Function> {
    /// The function.
    pub function: F,
    /// What it is called on.
    pub inputs: Vec<F::Input>,
    /// How often it is called on all of them.
    pub repeats: usize,
    /// How the calls are handed to a pool.
    pub method: Method,
    /// Calls that are handed over together; 0 is the method's own choice.
    pub chunksize: usize,
    /// How many workers a pool has.
    pub workers: usize,
}

/// What one way took; a time is `None` where there is nothing of the kind, or where the way
/// cannot be gone here.
#[derive(Debug, Serialize)]
pub struct Way {
    /// Its name.
    pub way: &'static str,
    /// Until its workers were up. Threads wait parked before a run begins, and are handed over.
    pub start_ms: Option<f64>,
    /// The part of the work that was copying, of main program and processes added up.
    pub copy_ms: Option<f64>,
    /// What was copied.
    pub copied_bytes: Option<u64>,
    /// From the handing over of the first call to the last result.
    pub work_ms: Option<f64>,
    /// Start and work.
    pub wall_ms: Option<f64>,
    /// The serial calls' time, divided by this one's, start included.
    pub speedup: Option<f64>,
    /// Why it cannot be gone here.
    pub cannot: Option<&'static str>,
}

impl Way {
    const SERIAL: &'static str = "serial";
    const GIL: &'static str = "gil";
    const PROCESSES: &'static str = "processes";
    const FREE: &'static str = "free-threaded";

    fn new(way: &'static str, start_ms: Option<f64>, work_ms: f64) -> Self {
        Self {
            way,
            start_ms,
            copy_ms: None,
            copied_bytes: None,
            work_ms: Some(work_ms),
            wall_ms: Some(start_ms.unwrap_or_default() + work_ms),
            speedup: None,
            cannot: None,
        }
    }

    fn impossible(way: &'static str) -> Self {
        Self {
            way,
            start_ms: None,
            copy_ms: None,
            copied_bytes: None,
            work_ms: None,
            wall_ms: None,
            speedup: None,
            cannot: Some(
                "its threads would need shared memory, which this page has not: it was not \
                 served with the headers of cross-origin isolation",
            ),
        }
    }
}

/// How long the function is called before the serial calls are timed: a browser's compiler makes
/// code quicker only once it has run for a while, and the first way would pay for all.
const WARM_UP_US: f64 = 10_000.0;

/// How many calls are made between two looks at whether to stop.
const PART: usize = 1_024;

/// How long a thread waits for the interpreter's lock before it asks for it: CPython's own.
const SWITCH_INTERVAL: Duration = Duration::from_millis(5);

/// A function and its inputs. All ways but processes look at the same ones; nothing is copied.
struct Calls<F: Function> {
    function: Arc<F>,
    inputs: Arc<Vec<F::Input>>,
}

impl<F: Function> Clone for Calls<F> {
    fn clone(&self) -> Self {
        Self {
            function: self.function.clone(),
            inputs: self.inputs.clone(),
        }
    }
}

impl<F: Function> Calls<F> {
    fn on(&self, range: Range<usize>) -> Result<Vec<F::Output>, TaskError> {
        let inputs = self.inputs[range].iter();
        inputs.map(|input| self.function.call(input)).collect()
    }

    /// The same while holding the lock, which is handed over between two calls where another
    /// thread has asked for it.
    fn under(
        &self,
        lock: &InterpreterLock,
        cancel: &Cancel,
        range: Range<usize>,
    ) -> Result<Vec<F::Output>, TaskError> {
        let me = events::worker();
        let stopped = || TaskError::new(TaskError::CANCELLED, "");
        if !lock.take(me, cancel) {
            return Err(stopped());
        }
        let mut outputs = Vec::with_capacity(range.len());
        for input in &self.inputs[range] {
            if !lock.check(me, cancel) {
                return Err(stopped());
            }
            match self.function.call(input) {
                Ok(output) => outputs.push(output),
                Err(error) => {
                    lock.drop();
                    return Err(error);
                }
            }
        }
        lock.drop();
        Ok(outputs)
    }

    /// All calls, so often, one after the other on this thread: the results, and the time in
    /// milliseconds.
    fn serially(
        &self,
        repeats: usize,
        context: &Context,
    ) -> Result<(Vec<F::Output>, f64), TaskError> {
        let begin = clock::now_us();
        for input in self.inputs.iter() {
            black_box(self.function.call(input)?);
            if clock::now_us() - begin > WARM_UP_US {
                break;
            }
        }
        let begin = clock::now_us();
        let mut outputs = Vec::new();
        for _ in 0..repeats {
            outputs = Vec::with_capacity(self.inputs.len());
            for at in (0..self.inputs.len()).step_by(PART) {
                if context.cancel().is_set() {
                    return Err(TaskError::new(TaskError::CANCELLED, ""));
                }
                outputs.append(&mut self.on(at..self.inputs.len().min(at + PART))?);
            }
            // Or the compiler might leave out all but the last.
            black_box(&mut outputs);
        }
        Ok((outputs, (clock::now_us() - begin) / 1e3))
    }

    /// The same on the coordinator, where there is no other thread: it listens between two parts,
    /// and only the parts are timed.
    async fn serially_here(
        &self,
        repeats: usize,
        context: &Context,
    ) -> Result<(Vec<F::Output>, f64), Error> {
        let mut outputs = Vec::new();
        let mut us = 0.0;
        for _ in 0..repeats {
            outputs = Vec::with_capacity(self.inputs.len());
            for at in (0..self.inputs.len()).step_by(PART) {
                let begin = clock::now_us();
                outputs.append(&mut self.on(at..self.inputs.len().min(at + PART))?);
                us += clock::now_us() - begin;
                context.breathe().await?;
            }
            black_box(&mut outputs);
        }
        Ok((outputs, us / 1e3))
    }
}

impl<F: Function> SameWork<F>
where
    F::Output: Ord,
{
    /// Does the work in each way that this build has, in turn, and measures it. The run must have
    /// asked for as many threads as workers, and at least for one.
    ///
    /// # Errors
    /// [`Error::Failed`] naming the way whose results differ from those of the serial calls, or
    /// in which a task failed; [`Error::Cancelled`].
    pub async fn measure(self, context: &Context) -> Result<Vec<Way>, Error> {
        let calls = Calls {
            function: Arc::new(self.function),
            inputs: Arc::new(self.inputs),
        };
        let hand_over = HandOver {
            context,
            repeats: self.repeats,
            method: self.method,
            chunksize: self.chunksize,
        };
        let (mut expected, serial_ms) = match has_threads() {
            true => {
                let (calls, repeats) = (calls.clone(), self.repeats);
                let alone = move |context: &Context| calls.serially(repeats, context);
                let ended = Thread::start(context, 1, alone)?.join(None).await?;
                let stopped = Err(TaskError::new(TaskError::CANCELLED, ""));
                ended.unwrap_or(stopped)?
            }
            false => calls.serially_here(self.repeats, context).await?,
        };
        if self.method == Method::ImapUnordered {
            expected.sort_unstable();
        }
        hand_over.tell(1.0);

        let mut ways = vec![Way::new(Way::SERIAL, None, serial_ms)];
        for (done, name) in [(2.0, Way::GIL), (3.0, Way::PROCESSES), (4.0, Way::FREE)] {
            let way = match name {
                Way::PROCESSES => {
                    hand_over
                        .in_processes(&calls, self.workers, &expected)
                        .await
                }
                _ if !has_threads() => Ok(Way::impossible(name)),
                _ => {
                    hand_over
                        .on_threads(name, &calls, self.workers, &expected)
                        .await
                }
            };
            ways.push(way.map_err(|error| named(name, error))?);
            context.check()?;
            hand_over.tell(done);
        }
        for way in &mut ways {
            way.speedup = way.wall_ms.map(|wall_ms| serial_ms / wall_ms);
        }
        Ok(ways)
    }
}

/// How calls go to a pool.
#[derive(Clone, Copy)]
struct HandOver<'a> {
    context: &'a Context,
    repeats: usize,
    method: Method,
    chunksize: usize,
}

impl HandOver<'_> {
    fn tell(&self, done: f64) {
        self.context.progress(done, 4.0, "ways");
    }

    async fn on_threads<F: Function>(
        &self,
        name: &'static str,
        calls: &Calls<F>,
        workers: usize,
        expected: &[F::Output],
    ) -> Result<Way, Error>
    where
        F::Output: Ord,
    {
        let begin = clock::now_us();
        let pool = ThreadPool::new(self.context, workers, Crew::Farm)?;
        let start_ms = (clock::now_us() - begin) / 1e3;
        let (count, calls) = (calls.inputs.len(), calls.clone());
        let work_ms = match name {
            Way::GIL => {
                let lock = InterpreterLock::new(SWITCH_INTERVAL);
                let cancel = self.context.cancel().clone();
                let tasks = pool.ranges(count, move |range| calls.under(&lock, &cancel, range));
                self.work(&tasks, expected).await?
            }
            _ => {
                let tasks = pool.ranges(count, move |range| calls.on(range));
                self.work(&tasks, expected).await?
            }
        };
        pool.close_and_join().await?;
        Ok(Way::new(name, Some(start_ms), work_ms))
    }

    async fn in_processes<F: Function>(
        &self,
        calls: &Calls<F>,
        workers: usize,
        expected: &[F::Output],
    ) -> Result<Way, Error>
    where
        F::Output: Ord,
    {
        let begin = clock::now_us();
        let starting = ProcessPool::new(self.context, workers);
        let pool = self.context.unless_stopped(starting).await??;
        let start_ms = (clock::now_us() - begin) / 1e3;
        let tasks = pool.shared_tasks(calls.function.clone(), calls.inputs.clone());
        let work_ms = self.work(&tasks, expected).await?;
        let copied = pool.copied();
        drop(tasks);
        pool.close_and_join().await?;
        Ok(Way {
            copy_ms: Some(copied.ms),
            copied_bytes: Some(copied.bytes),
            ..Way::new(Way::PROCESSES, Some(start_ms), work_ms)
        })
    }

    /// All calls, so often: their time in milliseconds, where their results are the expected ones.
    async fn work<T: Tasks>(&self, tasks: &T, expected: &[T::Output]) -> Result<f64, Error>
    where
        T::Output: Ord,
    {
        let mut us = 0.0;
        for _ in 0..self.repeats {
            let begin = clock::now_us();
            let results = self.method.run(self.context, tasks, self.chunksize);
            let mut results = self.context.unless_stopped(results).await??;
            us += clock::now_us() - begin;
            if self.method == Method::ImapUnordered {
                results.sort_unstable();
            }
            if results != expected {
                return Err(Error::failed(
                    "the results differ from those of the serial calls",
                ));
            }
        }
        Ok(us / 1e3)
    }
}

/// A failure with the way in which it came.
fn named(way: &str, error: Error) -> Error {
    match error {
        Error::Failed { message } => Error::failed(format!("{way}: {message}")),
        other => other,
    }
}
