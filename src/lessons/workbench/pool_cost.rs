//! What the benchmarks need: the rate at which a pool does tasks of a given size. Not listed.

use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::{Kind, Workers};
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::{Lesson, Needs};
use crate::lessons::source;
use crate::platform::{clock, has_threads, parallel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Times a pool on equal tasks, against one worker without a pool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolCost {
    /// How many tasks.
    #[serde(default = "tasks")]
    #[schemars(title = "Tasks", range(min = 1, max = 1_000_000))]
    tasks: u32,

    /// How many steps of xorshift a task takes.
    #[serde(default)]
    #[schemars(title = "Steps", range(max = 1_000_000_000))]
    steps: u32,

    /// How the tasks are handed to the pool.
    #[serde(default = "method")]
    #[schemars(title = "Method")]
    method: Method,

    /// How many workers the pool has.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// Tasks that are handed over together; 0 lets the method choose.
    #[serde(default)]
    #[schemars(title = "Chunk size", extend("x-unit" = "tasks"), range(max = 1_000_000))]
    chunksize: usize,

    /// What the workers are.
    #[serde(default = "Kind::preferred")]
    #[schemars(title = "Kind of workers", extend("x-default" = "threads-or-processes"))]
    kind: Kind,
}

fn tasks() -> u32 {
    10_000
}

fn method() -> Method {
    Method::ApplyAsync
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// From handing over to the last result, the pool being there.
    pool_ms: f64,
    /// The same calls by one worker, one after the other.
    serial_ms: f64,
    /// The sum of the results, modulo 2³².
    checksum: u32,
}

/// Marsaglia's xorshift (*Xorshift RNGs*, 2003), so many steps from where it is put.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Xorshift {
    steps: u32,
}

impl Function for Xorshift {
    const NAME: &'static str = "xorshift";
    type Input = u32;
    type Output = u32;

    fn call(&self, index: &u32) -> Result<u32, TaskError> {
        let mut x = index + 1;
        for _ in 0..self.steps {
            x ^= x << 13;
            x ^= x >> 17;
            x ^= x << 5;
        }
        Ok(x)
    }
}

fn sum(values: &[u32]) -> u32 {
    values.iter().copied().fold(0, u32::wrapping_add)
}

impl Lesson for PoolCost {
    const ABOUT: About = About {
        id: "pool-cost",
        title: "What a task costs",
        chapter: "Benchmarks",
        summary: "For benchmarks.",
        rust: source!("workbench/pool_cost.rs"),
        hidden: true,
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Xorshift>()];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs {
            parallel: has_threads(),
            ..Needs::of_pool(self.workers.count(), self.kind)
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let function = Xorshift { steps: self.steps };
        let inputs: Vec<u32> = (0..self.tasks).collect();
        let alone = inputs.clone();
        let serial = move || {
            let begin = clock::now_us();
            let values: Result<Vec<u32>, TaskError> =
                alone.iter().map(|index| function.call(index)).collect();
            (values, (clock::now_us() - begin) / 1e3)
        };
        // On a worker where there is one: the coordinator would not hear a Stop.
        let (expected, serial_ms) = match has_threads() {
            true => parallel::spawn(serial).await?,
            false => serial(),
        };

        let pool = Pool::new(&context, self.workers.count(), self.kind).await?;
        let begin = clock::now_us();
        let values = pool
            .run(&context, self.method, function, inputs, self.chunksize)
            .await?;
        let pool_ms = (clock::now_us() - begin) / 1e3;
        pool.close_and_join().await?;

        let checksum = sum(&values);
        if checksum != sum(&expected?) {
            return Err(Error::failed("the pool's results differ from one worker's"));
        }
        Ok(Outcome {
            pool_ms,
            serial_ms,
            checksum,
        })
    }
}
