//! `Pool(5).map(square, [1, 2, 3])`: the first program of the lectures.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, Runs, Study, source};
use crate::contract::parameters::{Kind, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::ways::SameWork;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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
}

/// Its square is the largest below 2⁵³, which every JSON reader holds exactly.
const LARGEST: i64 = 94_906_265;
const MOST_INPUTS: usize = 100_000;

fn inputs() -> Vec<i64> {
    vec![1, 2, 3]
}

fn workers() -> Workers {
    Workers(5)
}

fn method() -> Method {
    Method::Map
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    values: Vec<i64>,
    chunks: Vec<usize>,
    by_worker: Vec<u64>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Square;

impl Function for Square {
    const NAME: &'static str = "square";
    type Input = i64;
    type Output = i64;

    fn call(&self, x: &i64) -> Result<i64, TaskError> {
        Ok(x * x)
    }
}

impl Lesson for PoolSquare {
    const ABOUT: About = About {
        id: "pool-square",
        title: "A pool of workers",
        chapter: "Pools",
        summary: "You have a list of numbers and a function, and several processors. A pool \
                  keeps workers ready, cuts the list into chunks, gives each free worker the \
                  next one, and puts the results back in order. Nothing here is quicker for it: \
                  to square three numbers takes less than to hand them over. What you see is how \
                  the work moves.",
        look_for: &[
            "Which workers got a task? Run it again: is it the same ones?",
            "The results are in the order of the inputs, whoever was quicker.",
        ],
        change: &[
            "Give it a list of twenty numbers, and watch the chunk size that `map` chooses: the \
             number of tasks divided by four times the workers, rounded up. Four chunks for each \
             worker, so that one who is slow leaves some to the others.",
            "Choose `apply`: each task waits for the one before, and all workers but one rest at \
             any time.",
            "Choose processes: each worker is then a program with a memory of its own, and the \
             numbers travel as bytes. Watch how long they take to start.",
        ],
        pictures: &[Picture::Chunks],
        studies: &[Study {
            title: "The same work, four ways",
            text: "One worker alone, threads under an interpreter lock, processes, and free threads square the same numbers; start-up and copying are measured too.",
            params: r#"{}"#,
            runs: Runs::FourWays,
        }],
        ideas: &[
            Idea {
                title: "What a pool is for",
                text: "To start a thread or a process costs far more than a small task. So a \
                       pool starts its workers once, and hands them task after task. It also \
                       decides who does what: the program says only what is to be done, and in \
                       which order it wants the results.",
            },
            Idea {
                title: "Why `if __name__ == '__main__'`",
                text: "A process that is started afresh knows nothing of the program that \
                       started it, so Python imports the main program again in each worker to \
                       find the function there. Without that line each worker would start a pool \
                       of its own, whose workers would start theirs; Python stops that with an \
                       error. On Windows and macOS workers start so, and on Linux since version \
                       3.14; before, Linux copied the running program, and the line seemed \
                       needless.",
            },
        ],
        question: Some(Question {
            text: "The pool has several workers, and a list of tasks. How many of the workers \
                   will get something to do?",
            answers: &["Only one of them", "Several, but not all", "All of them"],
        }),
        presets: &[
            Preset {
                name: "2016",
                params: r#"{"inputs": [1, 2, 3], "workers": 5, "method": "map", "kind": "processes"}"#,
            },
            Preset {
                name: "apply",
                params: r#"{"inputs": [1, 2, 3, 4, 5, 6], "workers": 4, "method": "apply"}"#,
            },
            Preset {
                name: "imap-unordered",
                params: r#"{"inputs": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "workers": 4, "method": "imap_unordered"}"#,
            },
        ],
        docs: Link {
            title: "multiprocessing: using a pool of workers",
            url: "https://docs.python.org/3/library/multiprocessing.html#using-a-pool-of-workers",
        },
        python: r"from multiprocessing import Pool

def square(x):
    return x * x

if __name__ == '__main__':
    with Pool(5) as pool:
        print(pool.map(square, [1, 2, 3]))
",
        rust: source!("pool_square.rs"),
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Square>()];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_pool(self.workers.count(), self.kind)
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let workers = self.workers.count();
        let chunks = self
            .method
            .chunk_sizes(self.chunksize, self.inputs.len(), workers);
        let pool = Pool::new(&context, workers, self.kind).await?;
        let values = pool
            .run(&context, self.method, Square, self.inputs, self.chunksize)
            .await?;
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
    /// What it does, to be done in several ways.
    pub(super) fn same_work(self) -> SameWork<Square> {
        SameWork {
            function: Square,
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
