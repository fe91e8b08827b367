//! Tasks that raise, and one that takes its worker with it: who hears of it, and what is left.

mod about;
mod asking;
mod got;

use super::prelude::*;
use crate::contract::parameters::Refusal;
use crate::engine::parameters::{Kind, Workers};
use crate::engine::pool::{FunctionEntry, ProcessPool};
use asking::{Square, imap, map, submit};
use got::{Got, Raised};

/// A pool of processes squares numbers; one task raises an exception, or ends its process.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FailingTasks {
    /// The numbers to square: a task each.
    #[serde(default = "inputs")]
    #[schemars(title = "Inputs", length(max = MOST_INPUTS), inner(range(min = -LARGEST, max = LARGEST)))]
    inputs: Vec<i64>,

    /// How the results are asked for.
    #[serde(default)]
    #[schemars(title = "Method")]
    method: Method,

    /// The task of this number raises a ValueError.
    #[serde(default = "raises")]
    #[schemars(title = "This task raises", range(min = -LARGEST, max = LARGEST))]
    raises: Option<i64>,

    /// The task of this number ends the process that does it, as a crash would: `submit` alone tells of that.
    #[serde(default)]
    #[schemars(title = "This task ends its process", range(min = -LARGEST, max = LARGEST))]
    ends_process: Option<i64>,

    /// How many processes the pool has.
    #[serde(default = "workers")]
    #[schemars(title = "Processes")]
    workers: Workers,
}

/// How results are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Method {
    /// `Pool.map`: all at once.
    #[default]
    Map,
    /// `Pool.imap`: one after the other.
    Imap,
    /// `ProcessPoolExecutor.submit`: a future for each.
    Submit,
}

/// Its square is the largest below 2⁵³, which every JSON reader holds exactly.
const LARGEST: i64 = 94_906_265;
const MOST_INPUTS: usize = 1_000;

fn inputs() -> Vec<i64> {
    (1..=8).collect()
}

fn raises() -> Option<i64> {
    Some(5)
}

fn workers() -> Workers {
    Workers(2)
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// The results that the main program got.
    values: Vec<i64>,
    /// The exceptions that it got.
    errors: Vec<Raised>,
    /// How many tasks the workers did to their end.
    finished: u64,
}

impl Lesson for FailingTasks {
    const ABOUT: About = about::ABOUT;
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Square>()];
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        match (self.ends_process, self.method) {
            (Some(_), Method::Map | Method::Imap) => Err(Refusal::new(
                "ends_process",
                "a Pool would wait for the lost task for ever; allowed is null with map and imap, and a number with submit",
            )),
            _ => Ok(()),
        }
    }

    fn needs(&self) -> Needs {
        Needs::of_pool(self.workers.count(), Kind::Processes)
    }

    fn determined(&self) -> &'static [&'static str] {
        match self.ends_process {
            None => &["values", "errors"],
            // What was done before the process ended is chance.
            Some(_) => &[],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let pool = ProcessPool::new(&context, self.workers.count()).await?;
        let square = Square {
            raises: self.raises,
            ends_process: self.ends_process,
        };
        let tasks = pool.tasks(square, self.inputs.clone());
        let mut got = Got::new(&context, &self.inputs);
        let asking = async {
            match self.method {
                Method::Map => map(&tasks, &mut got).await,
                Method::Imap => imap(&tasks, &mut got).await,
                Method::Submit => submit(&tasks, &mut got).await,
            }
        };
        context.unless_stopped(asking).await??;
        let Got { values, errors, .. } = got;
        let finished = pool.by_worker().iter().sum();
        context.print(format!(
            "{} of {} tasks were done; the main program has {} of the results",
            finished,
            self.inputs.len(),
            values.len()
        ));
        let is_asked = self.ends_process.is_none() && self.inputs.len() > 1;
        if is_asked && !errors.is_empty() {
            context.answer(match (values.len(), errors.len()) {
                (0, _) => 0,
                (_, 1) => 2,
                _ => 1,
            });
        }
        // One whose process has ended cannot be joined.
        pool.terminate();
        Ok(Outcome {
            values,
            errors,
            finished,
        })
    }
}
