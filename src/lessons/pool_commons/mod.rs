//! `poolapply.py`: what two lists have in common, pair by pair.

mod about;

use crate::contract::parameters::Refusal;
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::{Kind, Workers};
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::{Lesson, Needs};
use crate::lessons::four_ways::SameWork;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A pool of workers finds what two lists have in common, pair by pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolCommons {
    /// The first list of each pair, as lists of whole numbers.
    #[serde(default = "list_a")]
    #[schemars(title = "First lists", length(max = MOST_LISTS), inner(length(max = LONGEST), inner(range(min = -LARGEST, max = LARGEST))))]
    list_a: Vec<Vec<i64>>,

    /// The second list of each pair: as many as there are first lists.
    #[serde(default = "list_b")]
    #[schemars(title = "Second lists", length(max = MOST_LISTS), inner(length(max = LONGEST), inner(range(min = -LARGEST, max = LARGEST))))]
    list_b: Vec<Vec<i64>>,

    /// How many workers the pool has.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How the pairs are handed to the pool.
    #[serde(default = "method")]
    #[schemars(title = "Method")]
    method: Method,
}

const MOST_LISTS: usize = 10_000;
const LONGEST: usize = 10_000;
/// Every JSON reader holds what is not larger exactly.
const LARGEST: i64 = (1 << 53) - 1;

fn list_a() -> Vec<Vec<i64>> {
    vec![
        vec![1, 2, 3],
        vec![5, 6, 7, 8],
        vec![10, 11, 12],
        vec![20, 21],
    ]
}

fn list_b() -> Vec<Vec<i64>> {
    vec![vec![2, 3, 4], vec![6, 9, 8], vec![12, 10], vec![30, 31, 32]]
}

fn method() -> Method {
    Method::Apply
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// The common elements of each pair, sorted.
    values: Vec<Vec<i64>>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Commons;

impl Function for Commons {
    const NAME: &'static str = "commons";
    type Input = (Vec<i64>, Vec<i64>);
    type Output = Vec<i64>;

    fn call(&self, (a, b): &(Vec<i64>, Vec<i64>)) -> Result<Vec<i64>, TaskError> {
        let a: BTreeSet<i64> = a.iter().copied().collect();
        let b: BTreeSet<i64> = b.iter().copied().collect();
        Ok(a.intersection(&b).copied().collect())
    }
}

impl Lesson for PoolCommons {
    const ABOUT: About = about::ABOUT;
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Commons>()];
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        let (first, second) = (self.list_a.len(), self.list_b.len());
        match first == second {
            true => Ok(()),
            false => Err(Refusal::new(
                "list_b",
                format!("it has {second} lists and list_a has {first}; allowed are equally many"),
            )),
        }
    }

    fn needs(&self) -> Needs {
        Needs::of_pool(self.workers.count(), Kind::preferred())
    }

    fn determined(&self) -> &'static [&'static str] {
        match self.method {
            // In which order they come is chance.
            Method::ImapUnordered => &[],
            _ => &["values"],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let (method, workers) = (self.method, self.workers.count());
        let pairs = self.pairs();
        context.metric("chunks", method.chunk_sizes(0, pairs.len(), workers));
        let pool = Pool::new(&context, workers, Kind::preferred()).await?;
        let values = pool.run(&context, method, Commons, pairs, 0).await?;
        for common in values.iter().take(SHOWN) {
            context.print(format!("{common:?}"));
        }
        if values.len() > SHOWN {
            context.print(format!("… and {} more", values.len() - SHOWN));
        }
        let by_worker = pool.by_worker();
        if by_worker.len() > 1 && values.len() > 1 {
            context.answer(match by_worker.iter().filter(|calls| **calls > 0).count() {
                1 => 0,
                busy if busy < by_worker.len() => 1,
                _ => 2,
            });
        }
        context.metric("by_worker", by_worker);
        pool.close_and_join().await?;
        Ok(Outcome { values })
    }
}

impl PoolCommons {
    fn pairs(self) -> Vec<(Vec<i64>, Vec<i64>)> {
        self.list_a.into_iter().zip(self.list_b).collect()
    }

    /// What it does, to be done in several ways.
    pub(super) fn same_work(self) -> SameWork<Commons> {
        SameWork {
            function: Commons,
            repeats: 1,
            method: self.method,
            chunksize: 0,
            workers: self.workers.count(),
            inputs: self.pairs(),
        }
    }
}

/// How many pairs' values are printed.
const SHOWN: usize = 100;
