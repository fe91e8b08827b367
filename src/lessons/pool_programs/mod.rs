//! `poolmap.py`: a pool whose tasks are whole programs.

mod about;

use super::REGISTRY;
use crate::contract::Error;
use crate::contract::parameters::Refusal;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::Workers;
use crate::engine::program::{Program, run_programs};
use crate::engine::{Lesson, Needs};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A pool of workers runs other lessons as programs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PoolPrograms {
    /// The programs: each a lesson, and its parameters.
    #[serde(default = "programs")]
    #[schemars(title = "Programs", length(max = 100))]
    programs: Vec<Call>,

    /// How many workers run them.
    #[serde(default = "workers")]
    #[schemars(title = "Workers")]
    workers: Workers,
}

/// One program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Call {
    /// The lesson's id.
    lesson: String,
    /// Its parameters.
    #[serde(default)]
    #[schemars(title = "Parameters")]
    params: Map<String, Value>,
}

fn programs() -> Vec<Call> {
    let call = |lesson: &str| Call {
        lesson: lesson.into(),
        params: Map::new(),
    };
    ["pool-square", "generators", "actors"].map(call).into()
}

fn workers() -> Workers {
    Workers(3)
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    programs: Vec<Ran>,
}

/// One program that has run.
#[derive(Debug, Serialize, JsonSchema)]
struct Ran {
    lesson: String,
    worker: u32,
    /// Its lines.
    output: Vec<String>,
    /// As on the command line.
    exit: u8,
}

impl Lesson for PoolPrograms {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        let wrong = |call: &Call| match call.lesson == const { Self::ABOUT.id } {
            true => Some(
                "a program that runs programs is not allowed here; allowed is any other lesson"
                    .to_string(),
            ),
            false => REGISTRY
                .find(&call.lesson)
                .err()
                .map(|error| error.to_string()),
        };
        let mut calls = self.programs.iter().map(wrong).enumerate();
        match calls.find_map(|(row, wrong)| Some((row, wrong?))) {
            None => Ok(()),
            Some((row, reason)) => Err(Refusal::new(format!("programs[{row}].lesson"), reason)),
        }
    }

    fn needs(&self) -> Needs {
        Needs {
            workers: self.workers.count(),
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let programs = self.programs.iter().map(|call| Program {
            lesson: call.lesson.clone(),
            params: Value::from(call.params.clone()).to_string(),
        });
        let ended = run_programs(&context, self.workers.count(), programs.collect()).await?;
        let ran = self.programs.into_iter().zip(ended);
        let programs: Vec<Ran> = ran
            .map(|(call, ended)| Ran {
                lesson: call.lesson,
                worker: ended.worker,
                output: ended.output,
                exit: ended.exit,
            })
            .collect();
        for program in &programs {
            context.print(format!(
                "{} on worker {}: exit {}",
                program.lesson, program.worker, program.exit
            ));
        }
        let went_well = programs.iter().filter(|program| program.exit == 0).count();
        if !programs.is_empty() {
            context.answer(match went_well {
                0 => 2,
                some if some < programs.len() => 1,
                _ => 0,
            });
        }
        Ok(Outcome { programs })
    }
}
