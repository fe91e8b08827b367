//! `pool.py`: for each row of a table, how many of its numbers lie within a range.

use super::{About, Lesson, Link, Needs, Preset, source};
use crate::contract::parameters::{Kind, Seed, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Crew, Function, FunctionEntry, Method, ProcessPool, Tasks, ThreadPool};
use crate::pi::philox::{Words, pick};
use crate::platform::{clock, events, has_threads, parallel};
use futures_lite::future::zip;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::hint::black_box;
use std::ops::Range;
use std::sync::Arc;

/// A pool of workers counts, in each row of a table, the numbers within a range.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
pub struct PoolRows {
    /// How many rows the table has.
    #[serde(default = "rows")]
    #[garde(range(min = 1, max = MOST_CELLS), custom(fits(self.columns)))]
    #[schemars(title = "Rows")]
    rows: usize,

    /// How many numbers a row has.
    #[serde(default = "columns")]
    #[garde(range(min = 1, max = 255))]
    #[schemars(title = "Columns")]
    columns: usize,

    /// The lowest number that the table can hold.
    #[serde(default)]
    #[garde(range(min = -BOUND, max = BOUND))]
    #[schemars(title = "Lowest number")]
    low: i32,

    /// The first number too high for the table.
    #[serde(default = "high")]
    #[garde(range(min = -BOUND, max = BOUND), custom(above(self.low)))]
    #[schemars(title = "Highest number, exclusive")]
    high: i32,

    /// The lowest number that is counted.
    #[serde(default = "minimum")]
    #[garde(range(min = -BOUND, max = BOUND))]
    #[schemars(title = "Minimum")]
    minimum: i32,

    /// The highest number that is counted.
    #[serde(default = "maximum")]
    #[garde(range(min = -BOUND, max = BOUND))]
    #[schemars(title = "Maximum")]
    maximum: i32,

    /// How often the table is gone through, once serially and once by the pool.
    #[serde(default = "repeats")]
    #[garde(range(min = 1, max = 10_000))]
    #[schemars(title = "Repeats", extend("x-unit" = "traversals"))]
    repeats: usize,

    /// How many workers share the rows.
    #[serde(default = "Workers::logical")]
    #[garde(dive)]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How the rows are handed to the pool.
    #[serde(default = "method")]
    #[garde(skip)]
    #[schemars(title = "Method")]
    method: Method,

    /// Rows that are handed over together; 0 lets the method choose, as CPython does.
    #[serde(default)]
    #[garde(range(max = MOST_CELLS))]
    #[schemars(title = "Chunk size", extend("x-unit" = "rows"))]
    chunksize: usize,

    /// What the workers are.
    #[serde(default = "Kind::preferred")]
    #[garde(skip)]
    #[schemars(title = "Kind of workers", extend("x-default" = "threads-or-processes"))]
    kind: Kind,

    /// Where the table's random numbers start.
    #[serde(default = "seed")]
    #[garde(dive)]
    #[schemars(title = "Seed")]
    seed: Seed,
}

/// Most numbers that a table can hold: 80 MB of them.
const MOST_CELLS: usize = 20_000_000;
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

fn fits(columns: usize) -> impl Fn(&usize, &()) -> garde::Result {
    move |rows, ()| match rows.saturating_mul(columns) {
        cells if cells <= MOST_CELLS => Ok(()),
        cells => Err(garde::Error::new(format!(
            "with {columns} columns the table would hold {cells} numbers; at most {MOST_CELLS} are allowed"
        ))),
    }
}

fn above(low: i32) -> impl Fn(&i32, &()) -> garde::Result {
    move |high, ()| match *high > low {
        true => Ok(()),
        false => Err(garde::Error::new(format!(
            "it must be above low, which is {low}"
        ))),
    }
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    first: Vec<u8>,
    histogram: Vec<u64>,
    serial_ms: f64,
    parallel_ms: f64,
    speedup: f64,
}

/// The function of the lecture, its range bound to it.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct HowManyWithin {
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

/// Rows of equally many numbers, one after the other.
#[derive(Debug)]
struct Table {
    cells: Vec<i32>,
    columns: usize,
}

impl Table {
    fn counts(&self, rows: Range<usize>, function: HowManyWithin) -> Vec<u8> {
        let mut counts = Vec::with_capacity(rows.len());
        self.count_into(&mut counts, rows, function);
        counts
    }

    /// The same for rows of the table written down several times, one below the other.
    fn counts_again(&self, rows: Range<usize>, function: HowManyWithin) -> Vec<u8> {
        let height = self.cells.len() / self.columns;
        let mut counts = Vec::with_capacity(rows.len());
        let mut at = rows.start;
        while at < rows.end {
            let first = at % height;
            let until = height.min(first + rows.end - at);
            self.count_into(&mut counts, first..until, function);
            at += until - first;
        }
        counts
    }

    fn count_into(&self, counts: &mut Vec<u8>, rows: Range<usize>, function: HowManyWithin) {
        // Hidden from the optimiser, which could otherwise keep the answer of the last traversal.
        let cells = black_box(&self.cells[rows.start * self.columns..rows.end * self.columns]);
        let rows = cells.chunks_exact(self.columns);
        counts.extend(rows.map(|row| function.count(row)));
    }
}

impl Lesson for PoolRows {
    const ABOUT: About = About {
        id: "pool-rows",
        title: "Many rows, few workers",
        chapter: "Pools",
        summary: "Two hundred thousand rows of five numbers: how many in each row lie between four \
                  and eight? No row needs another, so the rows can be shared out. The table is \
                  gone through twice, once by one worker and once by the pool, and both are timed. \
                  The ratio is the speed-up.",
        look_for: &[
            "With one traversal the work takes about a millisecond: handing it over is most of \
             what the pool does. Set repeats to 1000, and the speed-up comes near the number of \
             processors.",
            "Choose apply. The same work, handed over row by row, each row awaited: the pool is \
             now far slower than one worker alone.",
            "Choose processes. Each row is copied to another memory first; what a row costs to \
             send is more than what it costs to count.",
            "Ask for more workers than there are processors. Who gains?",
        ],
        presets: &[
            Preset {
                name: "pool",
                params: r#"{"rows": 20000, "method": "apply"}"#,
            },
            Preset {
                name: "long",
                params: r#"{"rows": 200000, "repeats": 1000}"#,
            },
            Preset {
                name: "processes",
                params: r#"{"rows": 200000, "kind": "processes"}"#,
            },
        ],
        needs_shared_memory: false,
        docs: Link {
            title: "multiprocessing.pool.Pool.starmap",
            url: "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.starmap",
        },
        python: r"from multiprocessing import Pool, cpu_count
from random import Random

def howmany_within_range(row, minimum, maximum):
    return sum(minimum <= n <= maximum for n in row)

if __name__ == '__main__':
    random = Random(100)
    data = [[random.randrange(0, 10) for _ in range(5)] for _ in range(200_000)]
    with Pool(cpu_count()) as pool:
        counts = pool.starmap(howmany_within_range, [(row, 4, 8) for row in data])
    print(counts[:10])
",
        rust: source!("pool_rows.rs"),
        hidden: false,
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<HowManyWithin>()];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs {
            workers: self.workers.count(),
            // For the data and the serial traversal as well, whatever the kind.
            parallel: true,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let function = HowManyWithin {
            minimum: self.minimum,
            maximum: self.maximum,
        };
        let table = Arc::new(self.make_table(&context).await?);
        context.print(format!(
            "{} rows of {} numbers from {} to {}",
            self.rows,
            self.columns,
            self.low,
            self.high - 1
        ));

        let (serial, serial_ms) = self.serial(&context, &table, function).await?;
        context.print(format!("one worker: {serial_ms:.3} ms"));
        let (counts, parallel_ms) = match self.kind {
            Kind::Threads => self.on_threads(&context, &table, function).await?,
            Kind::Processes => self.in_processes(&context, &table, function).await?,
        };
        context.print(format!(
            "{} workers: {parallel_ms:.3} ms, speed-up {:.2}",
            self.workers.0,
            serial_ms / parallel_ms
        ));

        let mut histogram = vec![0; self.columns + 1];
        for &count in &counts {
            histogram[usize::from(count)] += 1;
        }
        // Unordered results are the same counts in another order; all others are the same list.
        if self.method != Method::ImapUnordered && counts != serial {
            return Err(Error::failed("the pool's counts differ from one worker's"));
        }
        let first = counts.into_iter().take(10).collect();
        context.print(format!("{first:?}"));
        Ok(Outcome {
            first,
            histogram,
            serial_ms,
            parallel_ms,
            speedup: serial_ms / parallel_ms,
        })
    }
}

impl PoolRows {
    fn cells(&self, range: Range<usize>) -> Vec<i32> {
        let (low, high) = (i64::from(self.low), i64::from(self.high));
        Words::from(self.seed.0, range.start as u64)
            .take(range.len())
            .map(|word| pick(word, low, high) as i32)
            .collect()
    }

    async fn make_table(&self, context: &Context) -> Result<Table, Error> {
        const PART: usize = 1 << 18;
        let total = self.rows * self.columns;
        let parts = (0..total).step_by(PART).map(|at| at..total.min(at + PART));
        let mut cells = Vec::new();
        if has_threads() {
            let making: Vec<_> = parts
                .map(|part| {
                    let lesson = self.clone();
                    parallel::spawn(move || lesson.cells(part))
                })
                .collect();
            cells.reserve_exact(total);
            for part in making {
                cells.append(&mut part.await?);
                context.check()?;
            }
        } else {
            for part in parts {
                cells.append(&mut self.cells(part));
                context.breathe().await?;
            }
        }
        Ok(Table {
            cells,
            columns: self.columns,
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
                events::running("serial", None);
                let begin = clock::now_us();
                let mut counts = Vec::new();
                for _ in 0..repeats {
                    if cancel.is_set() {
                        break;
                    }
                    counts = table.counts(0..rows, function);
                }
                let ms = (clock::now_us() - begin) / 1e3;
                events::waiting("a task");
                (counts, ms)
            });
            let timed = traversals.await?;
            context.check()?;
            return Ok(timed);
        }
        // Without threads the coordinator itself counts, in parts between which it listens;
        // only the parts are timed.
        const PART: usize = 50_000;
        let mut ms = 0.0;
        let mut counts = Vec::new();
        for _ in 0..self.repeats {
            counts.clear();
            for at in (0..self.rows).step_by(PART) {
                let begin = clock::now_us();
                counts.append(&mut table.counts(at..self.rows.min(at + PART), function));
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
        let together = (TOGETHER / self.rows).clamp(1, self.repeats);
        let traversals = |times: usize| {
            let table = table.clone();
            pool.ranges(times * self.rows, move |rows| {
                Ok(table.counts_again(rows, function))
            })
        };
        let (calls, rest) = (self.repeats / together, self.repeats % together);
        let (full, rest) = (traversals(together), traversals(rest));
        let mut tasks = vec![&full; calls];
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
        let rows = table.cells.chunks_exact(self.columns).map(<[i32]>::to_vec);
        let tasks = pool.tasks(function, rows.collect());
        let timed = self.traverse(context, &vec![&tasks; self.repeats]).await?;
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
