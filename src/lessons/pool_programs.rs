//! `poolmap.py`: a pool whose tasks are whole programs.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, find, source};
use crate::contract::Error;
use crate::contract::parameters::{Refusal, Workers};
use crate::engine::Context;
use crate::engine::program::{Program, run_programs};
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
#[derive(Debug, Serialize)]
pub struct Outcome {
    programs: Vec<Ran>,
}

/// One program that has run.
#[derive(Debug, Serialize)]
struct Ran {
    lesson: String,
    worker: u32,
    output: Vec<String>,
    exit: u8,
}

impl Lesson for PoolPrograms {
    const ABOUT: About = About {
        id: "pool-programs",
        title: "Programs at the same time",
        chapter: "Pools",
        summary: "The simplest parallel program starts several others. Each runs in a process of \
                  its own, with its own memory, its own output, and its own exit code, and none \
                  knows of the others. The pool keeps them coming: when one has ended, its \
                  worker starts the next. Here the programs are other lessons of this \
                  playground.",
        look_for: &[
            "Three programs, three workers: all run at the same time.",
            "The lines of the programs come mixed. In the result each program has its own.",
        ],
        pictures: &[Picture::Programs],
        change: &[
            "Set workers to 1, and the programs run one after the other.",
            "Choose the preset in which one fails: its parameters are not allowed. It ends with \
             an exit code that is not 0, and the others do not notice.",
        ],
        ideas: &[
            Idea {
                title: "What a process is",
                text: "A process is a program that runs: its instructions, a memory that no \
                       other process can see, open files, and at least one thread that carries \
                       the instructions out. The system keeps processes apart. If one crashes, \
                       or is killed, the others go on. For that they pay when they want to talk: \
                       whatever one tells another must be copied.",
            },
            Idea {
                title: "How a program says how it ended",
                text: "A program leaves a small number behind when it ends, its exit code. 0 \
                       means that all went well, anything else that something did not. Whoever \
                       started it can read that number, and it is often all that programs of \
                       different makers ever agree on.",
            },
        ],
        question: Some(Question {
            text: "Each program may go well or fail. How many of them will end with exit code 0, \
                   which means that all went well?",
            answers: &["All of them", "Some, but not all", "None"],
        }),
        presets: &[
            Preset {
                name: "poolmap",
                params: r#"{"programs": [{"lesson": "pool-square"}, {"lesson": "pool-commons"}, {"lesson": "generators"}], "workers": 3}"#,
            },
            Preset {
                name: "one fails",
                params: r#"{"programs": [{"lesson": "pool-square"}, {"lesson": "pool-square", "params": {"workers": 0}}, {"lesson": "generators"}], "workers": 2}"#,
            },
        ],
        docs: Link {
            title: "subprocess: subprocess management",
            url: "https://docs.python.org/3/library/subprocess.html",
        },
        python: r"from multiprocessing import Pool
from subprocess import run
from sys import executable

def program(code):
    ended = run([executable, '-c', code], capture_output=True, text=True)
    return ended.stdout, ended.returncode

if __name__ == '__main__':
    programs = ['print(1 + 1)', 'print(sorted([3, 1, 2]))', 'raise SystemExit(4)']
    with Pool(3) as pool:
        print(pool.map(program, programs))
",
        rust: source!("pool_programs.rs"),
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        let wrong = |call: &Call| match call.lesson == const { Self::ABOUT.id } {
            true => Some(
                "a program that runs programs is not allowed here; allowed is any other lesson"
                    .to_string(),
            ),
            false => find(&call.lesson).err().map(|error| error.to_string()),
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
