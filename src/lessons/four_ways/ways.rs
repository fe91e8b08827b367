//! The same work, four ways: one call after the other, by threads under an interpreter lock, by
//! processes, and by free threads.
//!
//! All four call the same function on the same inputs, one at a time, and hand them over by the
//! same method, so what differs in time is the way. What is modelled is the lock alone: after
//! CPython's, each thread holds it while it works, looks between two calls whether another has
//! asked for it, and then hands it over ([`InterpreterLock`]). Threads, processes, copying and
//! times are real.

use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::measure::{self, Measured};
use crate::engine::pool::{
    AnyOutcome, AnyTasks, AnyValue, Calls, Crew, Function, Method, Named, NewList, ProcessPool,
    Sent, ThreadPool, Workers, list, look, only, results,
};
use crate::engine::threading::{InterpreterLock, Thread};
use crate::platform::cancel::Cancel;
use crate::platform::{self, clock, events, has_threads};
use schemars::JsonSchema;
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

/// What one way took; a time is `None` where there is nothing of the kind, where it was too short
/// for the clock, or where the way cannot be gone here.
#[derive(Debug, Serialize, JsonSchema)]
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
    pub cannot: Option<String>,
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
            cannot: Some(format!(
                "its threads would need shared memory, which this page has not: {}",
                platform::why_no_threads()
            )),
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

/// Calls of one function on its inputs, of whatever type. All ways but processes look at the same
/// inputs; nothing is copied.
trait Work: Calls + Sent {
    fn count(&self) -> usize;

    /// Makes the list of their results.
    fn list(&self) -> NewList;

    /// Makes so many of the calls as the warm-up has time for.
    fn warm_up(&self) -> Result<(), TaskError>;

    /// A chunk while holding the lock.
    fn under(&self, lock: &InterpreterLock, cancel: &Cancel, range: Range<usize>) -> AnyOutcome;

    /// One call while holding the lock.
    fn call_under(&self, lock: &InterpreterLock, cancel: &Cancel, index: usize) -> AnyOutcome;

    /// Puts the results into their order.
    fn sort(&self, results: &mut AnyValue);

    /// Whether the results are the same.
    fn equal(&self, one: &AnyValue, other: &AnyValue) -> bool;
}

impl<F: Function> Work for Named<F>
where
    F::Output: Ord,
{
    fn count(&self) -> usize {
        self.inputs.len()
    }

    fn list(&self) -> NewList {
        list::<F::Output>
    }

    fn warm_up(&self) -> Result<(), TaskError> {
        let begin = clock::now_us();
        for input in &self.inputs {
            black_box(self.function.call(input)?);
            if clock::now_us() - begin > WARM_UP_US {
                break;
            }
        }
        Ok(())
    }

    fn under(&self, lock: &InterpreterLock, cancel: &Cancel, range: Range<usize>) -> AnyOutcome {
        Ok(Box::new(under(self, lock, cancel, range)?))
    }

    fn call_under(&self, lock: &InterpreterLock, cancel: &Cancel, index: usize) -> AnyOutcome {
        Ok(Box::new(only(under(
            self,
            lock,
            cancel,
            index..index + 1,
        )?)?))
    }

    fn sort(&self, results: &mut AnyValue) {
        if let Some(results) = (**results).downcast_mut::<Vec<F::Output>>() {
            results.sort_unstable();
        }
    }

    fn equal(&self, one: &AnyValue, other: &AnyValue) -> bool {
        look::<Vec<F::Output>>(one) == look::<Vec<F::Output>>(other)
    }
}

/// The calls while holding the lock, which is handed over between two of them where another thread
/// has asked for it.
fn under<F: Function>(
    calls: &Named<F>,
    lock: &InterpreterLock,
    cancel: &Cancel,
    range: Range<usize>,
) -> Result<Vec<F::Output>, TaskError> {
    let me = events::worker();
    if !lock.take(me, cancel) {
        return Err(stopped());
    }
    let mut outputs = match results(range.len()) {
        Ok(outputs) => outputs,
        Err(error) => {
            lock.drop();
            return Err(error.into());
        }
    };
    for input in &calls.inputs[range] {
        if !lock.check(me, cancel) {
            return Err(stopped());
        }
        match calls.function.call(input) {
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

fn stopped() -> TaskError {
    TaskError::new(TaskError::CANCELLED, "")
}

/// Calls as the threads of a pool do them that take turns.
struct Locked {
    work: Arc<dyn Work>,
    lock: InterpreterLock,
    cancel: Cancel,
}

impl Calls for Locked {
    fn call(&self, index: usize) -> AnyOutcome {
        self.work.call_under(&self.lock, &self.cancel, index)
    }

    fn chunk(&self, range: Range<usize>) -> AnyOutcome {
        self.work.under(&self.lock, &self.cancel, range)
    }
}

/// All calls, so often, one after the other on this thread: the results, and the time in
/// milliseconds.
fn serially(
    work: &dyn Work,
    repeats: usize,
    context: &Context,
) -> Result<(AnyValue, f64), TaskError> {
    work.warm_up()?;
    let begin = clock::now_us();
    let mut outputs = work.list()(0)?;
    for _ in 0..repeats {
        outputs = work.list()(work.count())?;
        for at in (0..work.count()).step_by(PART) {
            if context.cancel().is_set() {
                return Err(stopped());
            }
            outputs.append(work.chunk(at..work.count().min(at + PART))?);
        }
        // Or the compiler might leave out all but the last.
        black_box(&mut outputs);
    }
    Ok((outputs, (clock::now_us() - begin) / 1e3))
}

/// The same on the coordinator, where there is no other thread: it listens between two parts, and
/// only the parts are timed.
async fn serially_here(
    work: &dyn Work,
    repeats: usize,
    context: &Context,
) -> Result<(AnyValue, f64), Error> {
    let mut outputs = work.list()(0)?;
    let mut us = 0.0;
    for _ in 0..repeats {
        outputs = work.list()(work.count())?;
        for at in (0..work.count()).step_by(PART) {
            let begin = clock::now_us();
            outputs.append(work.chunk(at..work.count().min(at + PART))?);
            us += clock::now_us() - begin;
            context.breathe().await?;
        }
        black_box(&mut outputs);
    }
    Ok((outputs, us / 1e3))
}

impl<F: Function> SameWork<F>
where
    F::Output: Ord,
{
    /// Does the work in each way that this build has, in turn, and measures it. The run must have
    /// asked for as many threads as workers, and at least for one. `raise` is the parameter that
    /// makes the work longer.
    ///
    /// # Errors
    /// [`Error::Failed`] naming the way whose results differ from those of the serial calls, or
    /// in which a task failed; [`Error::Cancelled`].
    pub async fn measure(
        self,
        context: &Context,
        raise: Option<&'static str>,
    ) -> Result<Vec<Way>, Error> {
        let hand_over = HandOver {
            context,
            work: Arc::new(Named {
                function: self.function,
                inputs: self.inputs,
            }),
            repeats: self.repeats,
            method: self.method,
            chunksize: self.chunksize,
            workers: self.workers,
            raise,
        };
        hand_over.measure().await
    }
}

/// How calls go to a pool.
struct HandOver<'a> {
    context: &'a Context,
    work: Arc<dyn Work>,
    repeats: usize,
    method: Method,
    chunksize: usize,
    workers: usize,
    raise: Option<&'static str>,
}

impl HandOver<'_> {
    async fn measure(&self) -> Result<Vec<Way>, Error> {
        let (mut expected, serial_ms) = match has_threads() {
            true => {
                let (work, repeats) = (self.work.clone(), self.repeats);
                let alone = move |context: &Context| serially(&*work, repeats, context);
                let ended = Thread::start(self.context, 1, alone)?.join(None).await?;
                ended.unwrap_or(Err(stopped()))?
            }
            false => serially_here(&*self.work, self.repeats, self.context).await?,
        };
        if self.method == Method::ImapUnordered {
            self.work.sort(&mut expected);
        }
        self.tell(1.0);

        let mut ways = vec![Way::new(Way::SERIAL, None, serial_ms)];
        for (done, name) in [(2.0, Way::GIL), (3.0, Way::PROCESSES), (4.0, Way::FREE)] {
            let way = match name {
                Way::PROCESSES => self.in_processes(&expected).await,
                _ if !has_threads() => Ok(Way::impossible(name)),
                _ => self.on_threads(name, &expected).await,
            };
            ways.push(way.map_err(|error| named(name, error))?);
            self.context.check()?;
            self.tell(done);
        }
        let serial_ms = measure::lasted(serial_ms);
        for (at, way) in ways.iter_mut().enumerate() {
            self.tell_of(at, way, serial_ms);
        }
        Ok(ways)
    }

    /// Leaves of the times that one way took those that the clock can tell, and adds the speed-up.
    fn tell_of(&self, at: usize, way: &mut Way, serial_ms: Measured) {
        let figure = |key: &str, measured| {
            let key = format!("ways.{at}.{key}");
            self.context.figure(key, measured, self.raise)
        };
        let told = |key: &str, ms: Option<f64>| ms.and_then(|ms| figure(key, measure::lasted(ms)));
        way.speedup = way.wall_ms.and_then(|wall_ms| {
            let workers = match way.way {
                Way::SERIAL | Way::GIL => 1,
                _ => self.workers,
            };
            let speedup = measure::ratio(serial_ms, measure::lasted(wall_ms));
            figure("speedup", measure::within(speedup, measure::ideal(workers)))
        });
        way.start_ms = told("start_ms", way.start_ms);
        way.copy_ms = told("copy_ms", way.copy_ms);
        way.work_ms = told("work_ms", way.work_ms);
        way.wall_ms = told("wall_ms", way.wall_ms);
    }

    fn tell(&self, done: f64) {
        self.context.progress(done, 4.0, "ways");
    }

    async fn on_threads(&self, name: &'static str, expected: &AnyValue) -> Result<Way, Error> {
        let begin = clock::now_us();
        let pool = ThreadPool::new(self.context, self.workers, Crew::Farm)?;
        let start_ms = (clock::now_us() - begin) / 1e3;
        let calls: Arc<dyn Calls> = match name {
            Way::GIL => Arc::new(Locked {
                work: self.work.clone(),
                lock: InterpreterLock::new(SWITCH_INTERVAL),
                cancel: self.context.cancel().clone(),
            }),
            _ => self.work.clone(),
        };
        let tasks = self.tasks(Workers::Threads(&pool, calls));
        let work_ms = self.work(&tasks, expected).await?;
        pool.close_and_join().await?;
        Ok(Way::new(name, Some(start_ms), work_ms))
    }

    /// All calls, for these workers.
    fn tasks<'a>(&self, workers: Workers<'a>) -> AnyTasks<'a> {
        AnyTasks {
            workers,
            count: self.work.count(),
            list: self.work.list(),
        }
    }

    async fn in_processes(&self, expected: &AnyValue) -> Result<Way, Error> {
        let begin = clock::now_us();
        let starting = ProcessPool::new(self.context, self.workers);
        let pool = self.context.unless_stopped(starting).await??;
        let start_ms = (clock::now_us() - begin) / 1e3;
        let tasks = self.tasks(Workers::Processes(&pool, self.work.clone()));
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
    async fn work(&self, tasks: &AnyTasks<'_>, expected: &AnyValue) -> Result<f64, Error> {
        let mut us = 0.0;
        for _ in 0..self.repeats {
            let begin = clock::now_us();
            let results = self.method.run_any(self.context, tasks, self.chunksize);
            let mut results = self.context.unless_stopped(results).await??;
            us += clock::now_us() - begin;
            if self.method == Method::ImapUnordered {
                self.work.sort(&mut results);
            }
            if !self.work.equal(&results, expected) {
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
