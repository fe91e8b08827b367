//! `Pool(5).map(square, …)`: the first program of the lectures.

mod about;

use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::{Kind, Workers};
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::{Lesson, Needs};
use crate::lessons::four_ways::SameWork;
use crate::platform::cancel::Cancel;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// A pool of workers squares a list of numbers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolSquare {
    /// The numbers to square.
    #[serde(default = "inputs")]
    #[schemars(title = "Inputs", length(max = MOST_INPUTS), inner(range(min = -LARGEST, max = LARGEST)))]
    inputs: Vec<i64>,

    /// How many workers the pool has. Change it to 1, and to more than there are tasks.
    #[serde(default = "workers")]
    #[schemars(title = "Workers")]
    workers: Workers,

    /// How the tasks are handed to the pool.
    #[serde(default = "method")]
    #[schemars(title = "Method")]
    method: Method,

    /// Tasks that are handed over together; 0 lets the method choose, as CPython does.
    #[serde(default)]
    #[schemars(title = "Chunk size", extend("x-unit" = "tasks"), range(max = MOST_INPUTS))]
    chunksize: usize,

    /// What the workers are.
    #[serde(default = "Kind::preferred")]
    #[schemars(title = "Kind of workers", extend("x-default" = "threads-or-processes"))]
    kind: Kind,

    /// How long each task takes, beside the squaring, which takes no time to speak of.
    #[serde(default = "task_ms")]
    #[schemars(title = "Each task takes", extend("x-unit" = "ms"), range(max = 10_000))]
    task_ms: u32,
}

/// Its square is the largest below 2⁵³, which every JSON reader holds exactly.
const LARGEST: i64 = 94_906_265;
const MOST_INPUTS: usize = 100_000;

fn inputs() -> Vec<i64> {
    (1..=12).collect()
}

fn workers() -> Workers {
    Workers(5)
}

fn method() -> Method {
    Method::Map
}

fn task_ms() -> u32 {
    50
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    values: Vec<i64>,
    /// Their sizes.
    chunks: Vec<usize>,
    /// The tasks that each has done.
    by_worker: Vec<u64>,
}

/// Squares a number, and takes its time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Square {
    task_ms: u32,
    /// What ends the wait of a thread. A process has none: its pool ends it.
    #[serde(skip)]
    cancel: Cancel,
}

impl Function for Square {
    const NAME: &'static str = "square";
    type Input = i64;
    type Output = i64;

    fn call(&self, x: &i64) -> Result<i64, TaskError> {
        let time = Duration::from_millis(self.task_ms.into());
        if !time.is_zero() && !self.cancel.sleep(time) {
            return Err(TaskError::new(TaskError::CANCELLED, "stopped"));
        }
        Ok(x * x)
    }
}

impl Lesson for PoolSquare {
    const ABOUT: About = about::ABOUT;
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Square>()];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_pool(self.workers.count(), self.kind)
    }

    fn determined(&self) -> &'static [&'static str] {
        match self.method {
            // In which order they come is chance.
            Method::ImapUnordered => &["chunks"],
            _ => &["values", "chunks"],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let workers = self.workers.count();
        let chunks = self
            .method
            .chunk_sizes(self.chunksize, self.inputs.len(), workers);
        let pool = Pool::new(&context, workers, self.kind).await?;
        let square = Square {
            task_ms: self.task_ms,
            cancel: context.cancel().clone(),
        };
        let run = pool.run(&context, self.method, square, self.inputs, self.chunksize);
        let values = context.unless_stopped(run).await??;
        context.print(brief(&values));
        let by_worker = pool.by_worker();
        if workers > 1 && !values.is_empty() {
            context.answer(match by_worker.iter().filter(|tasks| **tasks > 0).count() {
                1 => 0,
                busy if busy < workers => 1,
                _ => 2,
            });
        }
        pool.close_and_join().await?;
        Ok(Outcome {
            values,
            chunks,
            by_worker,
        })
    }
}

impl PoolSquare {
    /// The squaring alone, to be done in several ways: how long a way itself takes is the point.
    pub(super) fn same_work(self) -> SameWork<Square> {
        SameWork {
            function: Square::default(),
            inputs: self.inputs,
            repeats: 1,
            method: self.method,
            chunksize: self.chunksize,
            workers: self.workers.count(),
        }
    }
}

/// The list as Python prints it, cut where it is long.
fn brief(values: &[i64]) -> String {
    let shown: Vec<String> = values.iter().take(20).map(i64::to_string).collect();
    let rest = if values.len() > shown.len() {
        ", …"
    } else {
        ""
    };
    format!("[{}{rest}]", shown.join(", "))
}
