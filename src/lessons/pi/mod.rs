//! `numba/pi.py` and CUDA: pi by throwing points at a circle, on every processor there is.

mod about;
pub(super) mod tally;
mod verdict;

use self::tally::{Estimate, Part, Tally, part_of};
use crate::contract::parameters::Refusal;
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::{Seed, Workers};
use crate::engine::pool::{Function, FunctionEntry, ProcessPool};
use crate::engine::{Lesson, Needs};
#[cfg(all(feature = "cuda", not(target_family = "wasm")))]
use crate::pi::cuda::Cuda;
use crate::pi::limit::MAX_POINTS_PER_INVOCATION;
use crate::pi::{Generator, Gpu, count_inside};
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
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    inside: u64,
    estimate: f64,
    /// Distance from π.
    error: f64,
    /// The one that counted.
    backend: &'static str,
    points_per_second: Option<f64>,
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
    const ABOUT: About = about::ABOUT;
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

    fn determined(&self) -> &'static [&'static str] {
        match self.shader {
            // It counts what it likes.
            Some(_) => &[],
            None => &["inside", "estimate", "error"],
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
                let gpu = context.unless_stopped(Gpu::new()).await??;
                self.on_gpu(&context, &gpu, &mut tally).await?
            }
            Backend::Cuda => self.on_cuda(&context, &mut tally).await?,
            Backend::Auto => {
                let why_not = match context.unless_stopped(Gpu::new()).await? {
                    // Whoever brings a shader wants to see it run, however slowly.
                    Ok(gpu) if !gpu.info().software || self.shader.is_some() => {
                        match self.on_gpu(&context, &gpu, &mut tally).await {
                            // It may have been kept busy by others, from the first slice on.
                            Err(Error::Failed { message })
                                if tally.points == 0 && self.shader.is_none() =>
                            {
                                Err(message)
                            }
                            other => Ok(other?),
                        }
                    }
                    Ok(gpu) => Err(format!("the GPU here is software ({})", gpu.info().title())),
                    Err(error) => Err(error.to_string()),
                };
                match why_not {
                    Ok(backend) => backend,
                    Err(why) => {
                        context.print(format!("{why}: threads instead"));
                        let workers = self.workers.count();
                        self.on_workers(&context, workers, &mut tally).await?
                    }
                }
            }
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
            points_per_second: context.figure(
                "points_per_second",
                tally.points_per_second(),
                "points",
            ),
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
        context.print(format!("{} through {}", info.called(), info.api));
        let making = gpu.pi(
            self.shader.as_deref(),
            self.workgroup_size,
            self.points_per_invocation,
            self.generator,
            self.seed.0,
        );
        let mut pipeline = context.unless_stopped(making).await??;
        tally.slices(&mut pipeline).await?;
        context.metric("gpu", serde_json::to_value(info).unwrap_or_default());
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
