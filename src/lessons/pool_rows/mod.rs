//! `pool.py`: for each row of a table, how many of its numbers lie within a range.

mod about;
mod table;

use self::table::{MOST_CELLS, Numbers, Table};
use crate::contract::parameters::Refusal;
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::measure;
use crate::engine::parameters::{Kind, Seed, Workers};
use crate::engine::pool::{Crew, Function, FunctionEntry, Method, ProcessPool, Tasks, ThreadPool};
use crate::engine::{Lesson, Needs};
use crate::lessons::four_ways::SameWork;
use crate::platform::memory::{self, NoMemory};
use crate::platform::{clock, events, has_threads, parallel};
use futures_lite::future::zip;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

/// A pool of workers counts, in each row of a table, the numbers within a range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolRows {
    /// How many rows the table has.
    #[serde(default = "rows")]
    #[schemars(title = "Rows", range(min = 1, max = MOST_CELLS))]
    rows: usize,

    /// How many numbers a row has.
    #[serde(default = "columns")]
    #[schemars(title = "Columns", range(min = 1, max = 255))]
    columns: usize,

    /// The lowest number that the table can hold.
    #[serde(default)]
    #[schemars(title = "Lowest number", range(min = -BOUND, max = BOUND))]
    low: i32,

    /// The first number too high for the table.
    #[serde(default = "high")]
    #[schemars(title = "Highest number, exclusive", range(min = -BOUND, max = BOUND))]
    high: i32,

    /// The lowest number that is counted.
    #[serde(default = "minimum")]
    #[schemars(title = "Minimum", range(min = -BOUND, max = BOUND))]
    minimum: i32,

    /// The highest number that is counted.
    #[serde(default = "maximum")]
    #[schemars(title = "Maximum", range(min = -BOUND, max = BOUND))]
    maximum: i32,

    /// How often the table is gone through, once serially and once by the pool.
    #[serde(default = "repeats")]
    #[schemars(title = "Repeats", extend("x-unit" = "traversals"), range(min = 1, max = 10_000))]
    repeats: usize,

    /// How many workers share the rows.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How the rows are handed to the pool.
    #[serde(default = "method")]
    #[schemars(title = "Method")]
    method: Method,

    /// Rows that are handed over together; 0 lets the method choose, as CPython does.
    #[serde(default)]
    #[schemars(title = "Chunk size", extend("x-unit" = "rows"), range(max = MOST_CELLS))]
    chunksize: usize,

    /// What the workers are.
    #[serde(default = "Kind::preferred")]
    #[schemars(title = "Kind of workers", extend("x-default" = "threads-or-processes"))]
    kind: Kind,

    /// Where the table's random numbers start.
    #[serde(default = "seed")]
    #[schemars(title = "Seed")]
    seed: Seed,
}

const BOUND: i32 = 1_000_000_000;

fn rows() -> usize {
    200_000
}
fn columns() -> usize {
    5
}
fn high() -> i32 {
    10
}
fn minimum() -> i32 {
    4
}
fn maximum() -> i32 {
    8
}
fn repeats() -> usize {
    1
}
fn method() -> Method {
    Method::Starmap
}
fn seed() -> Seed {
    Seed(100)
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// The counts of the first ten rows.
    first: Vec<u8>,
    /// By how many of its numbers lie within, the number of rows.
    histogram: Vec<u64>,
    serial_ms: Option<f64>,
    parallel_ms: Option<f64>,
    speedup: Option<f64>,
}

/// The function of the lecture, its range bound to it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct HowManyWithin {
    minimum: i32,
    maximum: i32,
}

impl HowManyWithin {
    /// How many numbers of the row lie within; at most 255, as many as a row can have.
    #[inline]
    fn count(self, row: &[i32]) -> u8 {
        row.iter()
            .map(|n| u8::from(self.minimum <= *n && *n <= self.maximum))
            .sum()
    }
}

impl Function for HowManyWithin {
    const NAME: &'static str = "howmany_within_range";
    type Input = Vec<i32>;
    type Output = u8;

    fn call(&self, row: &Vec<i32>) -> Result<u8, TaskError> {
        Ok(self.count(row))
    }
}

impl Lesson for PoolRows {
    const ABOUT: About = about::ABOUT;
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<HowManyWithin>()];
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        let (columns, low) = (self.columns, self.low);
        let cells = self.rows.saturating_mul(columns);
        if cells > MOST_CELLS {
            return Err(Refusal::new(
                "rows",
                format!(
                    "with {columns} columns the table would hold {cells} numbers; at most {MOST_CELLS} are allowed"
                ),
            ));
        }
        match self.high > low {
            true => Ok(()),
            false => Err(Refusal::new(
                "high",
                format!("it must be above low, which is {low}"),
            )),
        }
    }

    fn needs(&self) -> Needs {
        Needs {
            workers: self.workers.count(),
            // For the data and the serial traversal as well, whatever the kind.
            parallel: true,
            ..Needs::default()
        }
    }

    fn determined(&self) -> &'static [&'static str] {
        match self.method {
            // Which rows come first is chance.
            Method::ImapUnordered => &["histogram"],
            _ => &["first", "histogram"],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let function = self.function();
        context.phase("the table");
        let table = Arc::new(self.table(&context).await?);
        context.print(format!(
            "{} rows of {} numbers from {} to {}",
            self.rows,
            self.columns,
            self.low,
            self.high - 1
        ));

        context.phase("one worker");
        let (serial, serial_ms) = self.serial(&context, &table, function).await?;
        let serial_ms = measure::lasted(serial_ms);
        context.print(match serial_ms {
            Ok(ms) => format!("one worker: {ms:.3} ms"),
            Err(why) => format!("one worker: {}", measure::why_not(why, RAISE)),
        });
        context.phase("the pool");
        let (counts, parallel_ms) = match self.kind {
            Kind::Threads => self.on_threads(&context, &table, function).await?,
            Kind::Processes => self.in_processes(&context, &table, function).await?,
        };
        let parallel_ms = measure::lasted(parallel_ms);
        let ideal = measure::ideal(self.workers.count());
        let speedup = measure::within(measure::ratio(serial_ms, parallel_ms), ideal);
        let said = match (parallel_ms, speedup) {
            (Ok(ms), Ok(speedup)) => format!("{ms:.3} ms, speed-up {}", measure::times(speedup)),
            (Ok(ms), Err(why)) => {
                format!("{ms:.3} ms; no speed-up: {}", measure::why_not(why, RAISE))
            }
            (Err(why), _) => measure::why_not(why, RAISE),
        };
        context.print(format!("{}: {said}", self.workers.in_words()));

        let mut histogram = vec![0; self.columns + 1];
        for &count in &counts {
            histogram[usize::from(count)] += 1;
        }
        // Unordered results are the same counts in another order; all others are the same list.
        if self.method != Method::ImapUnordered && counts != serial {
            return Err(Error::failed("the pool's counts differ from one worker's"));
        }
        if let Ok(speedup) = speedup
            && self.workers.count() > 1
        {
            context.answer(match speedup {
                1.5.. => 0,
                ratio if ratio > 1.0 / 1.5 => 1,
                _ => 2,
            });
        }
        let first = counts.into_iter().take(10).collect();
        context.print(format!("{first:?}"));
        Ok(Outcome {
            first,
            histogram,
            serial_ms: context.figure("serial_ms", serial_ms, RAISE),
            parallel_ms: context.figure("parallel_ms", parallel_ms, RAISE),
            speedup: context.figure("speedup", speedup, RAISE),
        })
    }
}

impl PoolRows {
    async fn table(&self, context: &Context) -> Result<Table, Error> {
        let numbers = Numbers {
            seed: self.seed.0,
            low: self.low,
            high: self.high,
        };
        Table::random(context, self.rows, self.columns, numbers).await
    }

    fn function(&self) -> HowManyWithin {
        HowManyWithin {
            minimum: self.minimum,
            maximum: self.maximum,
        }
    }

    /// What it does, to be done in several ways: there a call gets one row, whoever calls.
    pub(super) async fn same_work(
        self,
        context: &Context,
    ) -> Result<SameWork<HowManyWithin>, Error> {
        let table = self.table(context).await?;
        Ok(SameWork {
            function: self.function(),
            inputs: table.rows()?,
            repeats: self.repeats,
            method: self.method,
            chunksize: self.chunksize,
            workers: self.workers.count(),
        })
    }

    /// One worker's traversals: their counts, and their time in milliseconds.
    async fn serial(
        &self,
        context: &Context,
        table: &Arc<Table>,
        function: HowManyWithin,
    ) -> Result<(Vec<u8>, f64), Error> {
        if has_threads() {
            let (table, rows, repeats) = (table.clone(), self.rows, self.repeats);
            let cancel = context.cancel().clone();
            let lane = context.lane(1);
            let traversals = parallel::spawn(move || {
                let _entered = events::enter(lane);
                events::running("warm-up", None);
                warm_up(&table, function)?;
                events::running("serial", None);
                let begin = clock::now_us();
                let mut counts = Vec::new();
                for _ in 0..repeats {
                    if cancel.is_set() {
                        break;
                    }
                    counts = counted(&table, 0..rows, function)?;
                }
                let ms = (clock::now_us() - begin) / 1e3;
                events::waiting("a task");
                Ok::<_, NoMemory>((counts, ms))
            });
            let timed = traversals.await??;
            context.check()?;
            return Ok(timed);
        }
        // Without threads the coordinator itself counts, in parts between which it listens;
        // only the parts are timed.
        const PART: usize = 50_000;
        warm_up(table, function)?;
        let mut ms = 0.0;
        let mut counts = Vec::new();
        for _ in 0..self.repeats {
            counts.clear();
            for at in (0..self.rows).step_by(PART) {
                let begin = clock::now_us();
                let part = at..self.rows.min(at + PART);
                counts.append(&mut counted(table, part, function)?);
                ms += (clock::now_us() - begin) / 1e3;
                context.breathe().await?;
            }
        }
        Ok((counts, ms))
    }

    async fn on_threads(
        &self,
        context: &Context,
        table: &Arc<Table>,
        function: HowManyWithin,
    ) -> Result<(Vec<u8>, f64), Error> {
        let pool = ThreadPool::new(context, self.workers.count(), Crew::Parallel)?;
        // As `data * repeats` in Python, but for the memory that the results take: so many
        // traversals in a call, and the rest in a last one.
        let together = match self.method {
            // In one call, results of two traversals would come mixed, and the last be no traversal.
            Method::ImapUnordered => 1,
            _ => (TOGETHER / self.rows).clamp(1, self.repeats),
        };
        let traversals = |times: usize| {
            let table = table.clone();
            pool.ranges(times * self.rows, move |rows| {
                Ok(counted(&table, rows, function)?)
            })
        };
        let (calls, rest) = (self.repeats / together, self.repeats % together);
        let (full, rest) = (traversals(together), traversals(rest));
        let mut tasks = memory::filled(&full, calls, "the traversals")?;
        if rest.count() > 0 {
            tasks.push(&rest);
        }
        let (mut counts, ms) = self.traverse(context, &tasks).await?;
        context.metric("by_worker", pool.by_worker());
        Ok((counts.split_off(counts.len() - self.rows), ms))
    }

    async fn in_processes(
        &self,
        context: &Context,
        table: &Arc<Table>,
        function: HowManyWithin,
    ) -> Result<(Vec<u8>, f64), Error> {
        let pool = ProcessPool::new(context, self.workers.count()).await?;
        let tasks = pool.tasks(function, table.rows()?);
        let calls = memory::filled(&tasks, self.repeats, "the traversals")?;
        let timed = self.traverse(context, &calls).await?;
        context.metric("by_worker", pool.by_worker());
        drop(tasks);
        pool.close_and_join().await?;
        Ok(timed)
    }

    /// The pool's calls, one after the other: the counts of the last, and the time of all in
    /// milliseconds.
    async fn traverse(
        &self,
        context: &Context,
        calls: &[&impl Tasks<Output = u8>],
    ) -> Result<(Vec<u8>, f64), Error> {
        let (begun, ended) = (Cell::new(0), Cell::new(0));
        let caller = async || {
            let mut last = (0, Vec::new());
            while let Some(tasks) = calls.get(begun.get()) {
                let call = begun.replace(begun.get() + 1);
                last = (
                    call,
                    self.method.run(context, *tasks, self.chunksize).await?,
                );
                ended.set(ended.get() + tasks.count());
                let all = self.repeats * self.rows;
                context.progress(ended.get() as f64, all as f64, "rows");
            }
            Ok::<_, Error>(last)
        };
        let begin = clock::now_us();
        // Two callers, so that the next call is there when a worker has done its part of this
        // one; with apply that would be two tasks at a time, which apply does not do.
        let (one, other) = match self.method {
            Method::Apply => (caller().await, Ok((0, Vec::new()))),
            _ => zip(caller(), caller()).await,
        };
        let ms = (clock::now_us() - begin) / 1e3;
        let (one, other) = (one?, other?);
        let last = if one.0 >= other.0 { one } else { other };
        Ok((last.1, ms))
    }
}

/// How many rows one call of the pool's method goes through at most, where the table has fewer.
const TOGETHER: usize = 1_600_000;

/// What to raise where a time is too short for the clock.
const RAISE: &str = "repeats";

/// The counts of these rows of a table that is gone through several times. One piece of code for
/// one worker and for the pool's, since a browser makes quicker only what has run for a while.
#[inline(never)]
fn counted(
    table: &Table,
    rows: Range<usize>,
    function: HowManyWithin,
) -> Result<Vec<u8>, NoMemory> {
    table.counts_again(rows, |row| function.count(row))
}

/// Lets the code run for a while before it is timed: who came first would pay for all.
fn warm_up(table: &Table, function: HowManyWithin) -> Result<(), NoMemory> {
    const WARM_UP_US: f64 = 10_000.0;
    const ROWS: usize = 10_000;
    let begin = clock::now_us();
    while clock::now_us() - begin < WARM_UP_US {
        black_box(counted(table, 0..ROWS, function)?);
    }
    Ok(())
}
