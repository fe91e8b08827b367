//! `cpu_count()` and `/proc/cpuinfo`: what there is to work with, told and measured.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, source};
use crate::contract::parameters::{Kind, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::pi::philox;
use crate::platform::{self, clock};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::hint::black_box;

/// How many processors the system tells of, and how many are felt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Processors {
    /// The most workers that are tried.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Most workers", extend("x-default" = "logical-processors"))]
    max_workers: Workers,

    /// How long each number of workers is tried.
    #[serde(default = "probe_ms")]
    #[schemars(title = "Probe", extend("x-unit" = "ms"), range(min = 10, max = 10_000))]
    probe_ms: u32,
}

fn probe_ms() -> u32 {
    150
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    logical: u32,
    effective: f64,
    scaling: Vec<Point>,
    features: Value,
}

/// How so many workers did, against one.
#[derive(Debug, Serialize)]
struct Point {
    workers: usize,
    relative_throughput: f64,
}

/// Computes for so many milliseconds, and counts how often.
#[derive(Debug, Serialize, Deserialize)]
struct Probe;

impl Function for Probe {
    const NAME: &'static str = "probe";
    /// For how long, in milliseconds.
    type Input = f64;
    /// Blocks computed, and from when to when, in microseconds of the common clock.
    type Output = (u64, f64, f64);

    fn call(&self, ms: &f64) -> Result<(u64, f64, f64), TaskError> {
        let begin = clock::now_us();
        let mut rounds = 0;
        loop {
            for _ in 0..1_000 {
                // A counter-based generator: nothing but arithmetic, and no memory to wait for.
                black_box(philox::block([1, 2], philox::counter(black_box(rounds))));
                rounds += 1;
            }
            let now = clock::now_us();
            if now - begin >= ms * 1e3 {
                return Ok((rounds, begin, now));
            }
        }
    }
}

impl Lesson for Processors {
    const ABOUT: About = About {
        id: "processors",
        title: "How many processors?",
        chapter: "Processors",
        summary: "Before work is shared out, ask how many can share it. The system tells how \
                  many logical processors it has; but two of them may be one core that pretends, \
                  a laptop may slow down when all are busy, and a browser may round the number. \
                  So the lesson also measures: one worker computes, then two, then three, each \
                  for the same time, and what they get done together is compared with what one \
                  did.",
        look_for: &[
            "Is the measured number near the one that the system tells?",
            "Where does the curve bend? More workers than processors get nothing more done: they \
             take turns.",
        ],
        pictures: &[Picture::Scaling],
        change: &[
            "Set the most workers to twice the number of processors: past the bend the curve \
             stays flat, because the same processors are only shared by more.",
            "Run it again while something else keeps your machine busy, such as a video: what \
             the others take is missing here.",
            "Make the probe ten times as long. A short probe catches a moment, a long one the \
             heat: some machines slow down.",
        ],
        ideas: &[
            Idea {
                title: "What a processor is",
                text: "A core reads instructions and carries them out, one program at a time. A \
                       chip today has several cores, and each can run a program of its own at \
                       the same moment. Many cores also pretend to be two: they keep the state \
                       of two programs and let one compute while the other waits for memory. The \
                       system counts those as well, and calls what it has counted logical \
                       processors. Two that share a core get more done than one, but not twice \
                       as much.",
            },
            Idea {
                title: "Why there are several",
                text: "Until about 2005 each new processor ran the same program quicker. Then \
                       more speed would have meant more heat than a chip can shed. The \
                       transistors still became more, and went into more cores. A program that \
                       does one thing after the other gains nothing from them: whoever wants the \
                       speed must cut the work into parts.",
            },
            Idea {
                title: "At the same time, or in turn",
                text: "More programs run than there are processors, because the system lets them \
                       take turns, some milliseconds each. That is concurrency: all make \
                       progress. Parallelism is more: several really compute in the same moment, \
                       and for that there must be several processors.",
            },
        ],
        question: Some(Question {
            text: "As many workers as the system tells of processors compute at the same time. \
                   How much do they get done together?",
            answers: &[
                "As many times as much as one alone, or nearly: nine tenths of that or more",
                "Less: from six to nine tenths of that",
                "Less than six tenths of that",
            ],
        }),
        presets: &[
            Preset {
                name: "cpu_count",
                params: r#"{"probe_ms": 150}"#,
            },
            Preset {
                name: "more workers than processors",
                params: r#"{"max_workers": 16, "probe_ms": 100}"#,
            },
        ],
        docs: Link {
            title: "os.cpu_count",
            url: "https://docs.python.org/3/library/os.html#os.cpu_count",
        },
        python: r"import os
from multiprocessing import cpu_count

print('processors:', cpu_count())
if os.path.exists('/proc/cpuinfo'):
    with open('/proc/cpuinfo') as info:
        names = {line.split(':')[1].strip() for line in info if line.startswith('model name')}
    print('model:', ', '.join(names))
",
        rust: source!("processors.rs"),
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Probe>()];
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        let workers = self.max_workers.count();
        Needs {
            workers,
            threads: workers,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let logical = platform::logical_processors();
        context.print(format!("the system tells of {logical} logical processors"));
        let features = platform::capabilities().await;
        if let Some(features) = features.as_object() {
            for (name, feature) in features {
                let sign = if feature["available"] == true {
                    "yes"
                } else {
                    "no"
                };
                let detail = feature["detail"].as_str().unwrap_or_default();
                let short: String = detail.chars().take(100).collect();
                context.print(format!("{}: {sign}, {short}", name.replace('_', " ")));
            }
        }

        let most = self.max_workers.count();
        let mut throughputs: Vec<f64> = Vec::new();
        for workers in 1..=most {
            // A pool of its own for each size, so that each worker gets exactly one task.
            let pool = Pool::new(&context, workers, Kind::preferred()).await?;
            let inputs = vec![f64::from(self.probe_ms); workers];
            let done = pool.run(&context, Method::Map, Probe, inputs, 1).await?;
            pool.close_and_join().await?;
            let rounds: u64 = done.iter().map(|(rounds, _, _)| rounds).sum();
            let begin = done.iter().map(|done| done.1).fold(f64::INFINITY, f64::min);
            let end = done.iter().map(|done| done.2).fold(0.0, f64::max);
            throughputs.push(rounds as f64 / (end - begin));
            context.progress(workers as f64, most as f64, "numbers of workers");
        }
        let scaling: Vec<Point> = throughputs
            .iter()
            .enumerate()
            .map(|(index, throughput)| Point {
                workers: index + 1,
                relative_throughput: throughput / throughputs[0],
            })
            .collect();
        let best = scaling
            .iter()
            .map(|point| point.relative_throughput)
            .fold(0.0, f64::max);
        context.print(format!("together they do the work of {best:.2}"));
        // With one processor there is nothing to share.
        let as_many = scaling.get(logical as usize - 1);
        if let Some(point) = as_many.filter(|_| logical > 1) {
            let share = point.relative_throughput / f64::from(logical);
            context.answer(match share {
                0.9.. => 0,
                0.6.. => 1,
                _ => 2,
            });
        }
        Ok(Outcome {
            logical,
            effective: best,
            scaling,
            features,
        })
    }
}
