//! `poolapply.py`: what two lists have in common, pair by pair.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, Runs, Study, source};
use crate::contract::parameters::{Kind, Refusal, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::ways::SameWork;
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
#[derive(Debug, Serialize)]
pub struct Outcome {
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
    const ABOUT: About = About {
        id: "pool-commons",
        title: "Call by call",
        chapter: "Pools",
        summary: "What do two lists have in common? One function, four pairs of lists. With \
                  `apply` the program hands one call to the pool, waits for its result, and only \
                  then hands over the next: many workers, and one of them works. `apply_async` \
                  hands over and goes on, and the results are fetched when they are wanted.",
        look_for: &[
            "With `apply`, count the workers that run at the same time. There is never more than \
             one.",
            "Which worker did which call? The free ones are all alike to the pool.",
        ],
        change: &[
            "Choose `apply_async`: all calls are handed over at once, then the results are \
             fetched. The values are the same, in the same order.",
            "Choose `imap_unordered`. Each value comes as soon as it is there; whose it is, \
             nobody says any more.",
            "Take one list away from the second lists. Who notices, and what does it say?",
        ],
        pictures: &[Picture::Chunks],
        studies: &[Study {
            title: "The same work, four ways",
            text: "One worker alone, threads under an interpreter lock, processes, and free threads compare the same lists; start-up and copying are measured too.",
            params: r#"{}"#,
            runs: Runs::FourWays,
        }],
        ideas: &[
            Idea {
                title: "A call, and a promise of a result",
                text: "`apply` is an ordinary call that happens elsewhere: the program stands \
                       still until the answer is there. `apply_async` gives back an object at \
                       once that stands for the answer to come. The program does something else \
                       meanwhile, and `get()` waits only if it must. Other languages call such \
                       an object a future or a promise.",
            },
            Idea {
                title: "One argument or several",
                text: "`map` gives each task one element of a list. Where the function wants \
                       two, as here, `starmap` takes a list of tuples and spreads each out into \
                       arguments; `zip` makes such a list of two lists.",
            },
        ],
        question: Some(Question {
            text: "The pairs are handed to a pool of several workers. Will one and the same \
                   worker do all the calls?",
            answers: &[
                "Yes, one does them all",
                "No: several share them, but not all",
                "No: every worker does at least one",
            ],
        }),
        presets: &[
            Preset {
                name: "poolapply",
                params: r#"{"method": "apply", "workers": 4}"#,
            },
            Preset {
                name: "apply_async",
                params: r#"{"method": "apply_async", "workers": 4}"#,
            },
            Preset {
                name: "starmap",
                params: r#"{"method": "starmap", "workers": 4}"#,
            },
        ],
        docs: Link {
            title: "multiprocessing.pool.Pool.apply",
            url: "https://docs.python.org/3/library/multiprocessing.html#multiprocessing.pool.Pool.apply",
        },
        python: r"from multiprocessing import Pool, cpu_count

def commons(a, b):
    return sorted(set(a) & set(b))

if __name__ == '__main__':
    list_a = [[1, 2, 3], [5, 6, 7, 8], [10, 11, 12], [20, 21]]
    list_b = [[2, 3, 4], [6, 9, 8], [12, 10], [30, 31, 32]]
    with Pool(cpu_count()) as pool:
        results = [pool.apply(commons, pair) for pair in zip(list_a, list_b)]
    print(results)
",
        rust: source!("pool_commons.rs"),
        ..About::EMPTY
    };
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
