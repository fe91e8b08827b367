//! `numba/pi.py` and CUDA: pi by throwing points at a circle, on every processor there is.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, Runs, Study, source};
use crate::contract::parameters::{Refusal, Seed, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Function, FunctionEntry, ProcessPool};
#[cfg(all(feature = "cuda", not(target_family = "wasm")))]
use crate::pi::cuda::Cuda;
use crate::pi::tally::{Estimate, Part, Tally, part_of};
use crate::pi::webgpu::MAX_POINTS_PER_INVOCATION;
use crate::pi::{Generator, Gpu, count_inside, verdict};
use crate::platform::has_threads;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Throws points at a square, and counts those inside the circle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pi {
    /// How many points are thrown. A hundred times as many give one more digit.
    #[serde(default = "points")]
    #[schemars(title = "Points", range(min = 1, max = MOST_POINTS))]
    points: u64,

    /// Which processor counts.
    #[serde(default)]
    #[schemars(title = "Back end")]
    backend: Backend,

    /// Where the random points come from.
    #[serde(default)]
    #[schemars(title = "Generator")]
    generator: Generator,

    /// How many workers share the points, on the back end threads.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How many invocations a work-group of the GPU has; the GPU may allow fewer.
    #[serde(default = "workgroup_size")]
    #[schemars(title = "Work-group size", extend("x-unit" = "invocations"), range(min = 1, max = 1_024))]
    workgroup_size: u32,

    /// How many points each of the GPU's invocations counts.
    #[serde(default = "points_per_invocation")]
    #[schemars(title = "Points per invocation", extend("x-unit" = "points"), range(min = 1, max = MAX_POINTS_PER_INVOCATION))]
    points_per_invocation: u32,

    /// Where the random numbers start: the same seed gives the same count on every back end.
    #[serde(default)]
    #[schemars(title = "Seed")]
    seed: Seed,

    /// A compute shader in WGSL to run on the GPU in place of the built-in one. What it counts is
    /// compared with what the CPU counts.
    #[serde(default)]
    #[schemars(title = "Shader", extend("x-builtin" = "shaders/pi.wgsl"), length(max = 100_000))]
    shader: Option<String>,
}

const MOST_POINTS: u64 = Generator::Philox.max_points();

fn points() -> u64 {
    20_000_000
}
fn workgroup_size() -> u32 {
    64
}
fn points_per_invocation() -> u32 {
    1_024
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Backend {
    /// The GPU where there is one, else threads.
    #[default]
    Auto,
    /// One worker.
    Serial,
    /// Several workers.
    Threads,
    /// The GPU, through WebGPU.
    Webgpu,
    /// An NVIDIA GPU, through CUDA; natively only.
    Cuda,
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    inside: u64,
    estimate: f64,
    error: f64,
    backend: &'static str,
    points_per_second: f64,
    convergence: Vec<Estimate>,
}

/// Counts points of a sequence; the unit of work of the processes.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct CountInside {
    generator: Generator,
    seed: u64,
}

impl CountInside {
    fn count(self, range: std::ops::Range<u64>) -> Part {
        Part {
            points: range.end - range.start,
            inside: count_inside(self.generator, self.seed, range),
        }
    }
}

impl Function for CountInside {
    const NAME: &'static str = "count_inside";
    type Input = (u64, u64);
    type Output = Part;

    fn call(&self, &(start, end): &(u64, u64)) -> Result<Part, TaskError> {
        Ok(self.count(start..end))
    }
}

impl Lesson for Pi {
    const ABOUT: About = About {
        id: "pi",
        title: "Pi, by throwing points",
        chapter: "The GPU",
        summary: "Throw points at a square at random. The share that falls inside the circle is \
                  a quarter of pi. Each point is thrown by itself, so a million processors could \
                  throw at once: one thread, all your cores, or the hundreds of small processors \
                  of a GPU. The points are numbered, and point number i is the same on all of \
                  them, so all must count the same number, to the last digit.",
        look_for: &[
            "How many digits of the estimate are right, for so many points?",
            "How many points were thrown in a second, and on what?",
        ],
        change: &[
            "Run it with serial, with threads and with webgpu: the count is the same, the points \
             per second are not.",
            "Multiply the points by 100: the error becomes about ten times smaller. That is slow \
             progress, and why it needs so many points.",
            "Set the points to 1000. Now the GPU is slower than one thread: to start it takes \
             longer than to count.",
            "Change the seed: other points, another count, the same size of error.",
        ],
        pictures: &[Picture::Convergence, Picture::Darts],
        studies: &[Study {
            title: "Race the processors",
            text: "One thread, all threads and the GPU count the same points, one after the \
                   other: who is quicker, and do they agree?",
            params: "{}",
            runs: Runs::Race {
                parameter: "backend",
                values: &["serial", "threads", "webgpu", "cuda"],
                rate: "points_per_second",
                unit: "points",
                agree: "inside",
            },
        }],
        ideas: &[
            Idea {
                title: "Why a GPU",
                text: "A GPU has thousands of small arithmetic units. They are slower than a \
                       processor’s core, have little memory each, and work in groups that must \
                       all take the same step at once. Work that is the same for each of very \
                       many items suits it; work in which each step needs the one before does \
                       not. And the data must get there and back.",
            },
            Idea {
                title: "Random numbers that are numbered",
                text: "Most generators make each number from the one before, so number one \
                       million takes a million steps, and workers that share one generator must \
                       queue for it. A counter-based one computes number i from i and the seed \
                       alone: here Philox, ten rounds of multiplying and mixing. Any worker can \
                       make any number, nothing is shared, and the result does not depend on who \
                       did what.",
            },
            Idea {
                title: "Why the error is what it is",
                text: "The count varies by chance, by about the square root of the number of \
                       points. So to be ten times as exact takes a hundred times as many points. \
                       There are far better ways to pi; this one is here because many useful \
                       sums, of prices, of light, of particles, have no better way.",
            },
        ],
        question: Some(Question {
            text: "How far from pi will the estimate be?",
            answers: &[
                "Less than 0.0001",
                "From 0.0001 to 0.001",
                "From 0.001 to 0.01",
                "0.01 or more",
            ],
        }),
        presets: &[
            Preset {
                name: "numba",
                params: r#"{"points": 20000000, "backend": "serial"}"#,
            },
            Preset {
                name: "threads",
                params: r#"{"points": 200000000, "backend": "threads"}"#,
            },
            Preset {
                name: "gpu",
                params: r#"{"points": 200000000, "backend": "webgpu"}"#,
            },
        ],
        docs: Link {
            title: "random: generate pseudo-random numbers",
            url: "https://docs.python.org/3/library/random.html",
        },
        python: r"from random import Random

def count_inside(points, seed=0):
    random = Random(seed)
    inside = 0
    for _ in range(points):
        x, y = random.random(), random.random()
        inside += x * x + y * y < 1
    return inside

points = 100_000
print(4 * count_inside(points) / points)
",
        rust: source!("pi.rs"),
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<CountInside>()];
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        let most = self.generator.max_points();
        match self.points <= most {
            true => Ok(()),
            false => Err(Refusal::new(
                "points",
                format!(
                    "the sequence of {} is meant for at most {most}",
                    self.generator.name()
                ),
            )),
        }
    }

    fn needs(&self) -> Needs {
        let on_gpu = matches!(self.backend, Backend::Webgpu | Backend::Cuda);
        Needs {
            workers: match self.backend {
                Backend::Auto | Backend::Threads => self.workers.count(),
                Backend::Serial | Backend::Webgpu | Backend::Cuda => 1,
            },
            parallel: !on_gpu,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let mut tally = Tally::new(&context, self.points);
        let backend = match self.backend {
            Backend::Serial => self.on_workers(&context, 1, &mut tally).await?,
            Backend::Threads => {
                let workers = self.workers.count();
                self.on_workers(&context, workers, &mut tally).await?
            }
            Backend::Webgpu => {
                let gpu = Gpu::new().await?;
                self.on_gpu(&context, &gpu, &mut tally).await?
            }
            Backend::Cuda => self.on_cuda(&context, &mut tally).await?,
            Backend::Auto => match Gpu::new().await {
                // Whoever brings a shader wants to see it run, however slowly.
                Ok(gpu) if !gpu.info().software || self.shader.is_some() => {
                    self.on_gpu(&context, &gpu, &mut tally).await?
                }
                other => {
                    context.print(match other {
                        Ok(gpu) => format!(
                            "the GPU here is software ({}): threads instead",
                            gpu.info().title()
                        ),
                        Err(error) => format!("{error}: threads instead"),
                    });
                    let workers = self.workers.count();
                    self.on_workers(&context, workers, &mut tally).await?
                }
            },
        };
        let estimate = tally.estimate();
        let error = (estimate - std::f64::consts::PI).abs();
        context.answer(match error {
            1e-2.. => 3,
            1e-3.. => 2,
            1e-4.. => 1,
            _ => 0,
        });
        context.print(format!(
            "{} of {} points inside: pi is about {estimate}",
            tally.inside, self.points
        ));
        if self.shader.is_some() {
            match backend {
                "webgpu" => verdict::compare(&context, self.generator, self.seed.0, &tally).await?,
                _ => context.print(format!(
                    "the shader was not run: it is for webgpu, and {backend} counted"
                )),
            }
        }
        Ok(Outcome {
            inside: tally.inside,
            estimate,
            error,
            backend,
            points_per_second: tally.points as f64 / tally.seconds,
            convergence: tally.convergence,
        })
    }
}

/// The most parts that are cut for processes, each of which is a message.
const MOST_MESSAGES: u64 = 10_000;

impl Pi {
    /// Counts on so many threads, or processes where there are none.
    async fn on_workers(
        &self,
        context: &Context,
        workers: usize,
        tally: &mut Tally<'_>,
    ) -> Result<&'static str, Error> {
        let name = if workers == 1 && self.backend == Backend::Serial {
            "serial"
        } else {
            "threads"
        };
        let function = CountInside {
            generator: self.generator,
            seed: self.seed.0,
        };
        let points = self.points;
        let unit = self.generator.unit();
        if has_threads() {
            let count = move |range| function.count(range).inside;
            tally.on_threads(workers, unit, count).await?;
        } else {
            context.print("no shared memory: the workers are processes");
            let least = points.div_ceil(MOST_MESSAGES);
            let part = part_of(points, workers).max(least).next_multiple_of(unit);
            let inputs = (0..points.div_ceil(part))
                .map(|index| (index * part, points.min((index + 1) * part)))
                .collect();
            let pool = ProcessPool::new(context, workers).await?;
            let tasks = pool.tasks(function, inputs);
            tally.gather(&tasks).await?;
        }
        Ok(name)
    }

    /// Counts on the GPU.
    async fn on_gpu(
        &self,
        context: &Context,
        gpu: &Gpu,
        tally: &mut Tally<'_>,
    ) -> Result<&'static str, Error> {
        let info = gpu.info();
        context.print(format!("{} through {}", info.title(), info.api));
        context.metric("gpu", serde_json::to_value(info).unwrap_or_default());
        let mut pipeline = gpu
            .pi(
                self.shader.as_deref(),
                self.workgroup_size,
                self.points_per_invocation,
                self.generator,
                self.seed.0,
            )
            .await?;
        tally.slices(&mut pipeline).await?;
        Ok("webgpu")
    }

    /// Counts on an NVIDIA GPU.
    #[cfg(all(feature = "cuda", not(target_family = "wasm")))]
    async fn on_cuda(
        &self,
        context: &Context,
        tally: &mut Tally<'_>,
    ) -> Result<&'static str, Error> {
        let gpu = Cuda::new()?;
        context.print(format!("{} through CUDA", gpu.name()));
        context.metric(
            "gpu",
            serde_json::json!({"name": gpu.name(), "api": "CUDA"}),
        );
        let mut kernel = gpu.pi(
            self.workgroup_size,
            self.points_per_invocation,
            self.generator,
            self.seed.0,
        )?;
        tally.slices(&mut kernel).await?;
        Ok("cuda")
    }

    /// Says that this build has no CUDA.
    #[cfg(not(all(feature = "cuda", not(target_family = "wasm"))))]
    async fn on_cuda(&self, _: &Context, _: &mut Tally<'_>) -> Result<&'static str, Error> {
        Err(Error::unsupported(
            "backend cuda: this build is without it, so libcuda was not even looked for; build \
             natively with --features cuda, on a machine with an NVIDIA GPU",
        ))
    }
}
