//! `numba/pi.py` and CUDA: pi by throwing points at a circle, on every processor there is.

use super::{About, Lesson, Link, Needs, Preset, source};
use crate::contract::parameters::{Seed, Workers};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Crew, Function, FunctionEntry, ProcessPool, Tasks, ThreadPool};
#[cfg(all(feature = "cuda", not(target_family = "wasm")))]
use crate::pi::cuda::{Cuda, CudaError};
use crate::pi::gpu::GpuInfo;
use crate::pi::webgpu::MAX_POINTS_PER_INVOCATION;
use crate::pi::{
    Backend as CountingBackend, Generator, Gpu, GpuError, count_inside, run as run_slices,
};
use crate::platform::{clock, has_threads};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;

/// Throws points at a square, and counts those inside the circle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
pub struct Pi {
    /// How many points are thrown. A hundred times as many give one more digit.
    #[serde(default = "points")]
    #[garde(range(min = 1, max = MOST_POINTS), custom(within(self.generator)))]
    #[schemars(title = "Points")]
    points: u64,

    /// Which processor counts.
    #[serde(default)]
    #[garde(skip)]
    #[schemars(title = "Back end")]
    backend: Backend,

    /// Where the random points come from.
    #[serde(default)]
    #[garde(skip)]
    #[schemars(title = "Generator")]
    generator: Generator,

    /// How many workers share the points, on the back end threads.
    #[serde(default = "Workers::logical")]
    #[garde(dive)]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// How many invocations a work-group of the GPU has; the GPU may allow fewer.
    #[serde(default = "workgroup_size")]
    #[garde(range(min = 1, max = 1_024))]
    #[schemars(title = "Work-group size", extend("x-unit" = "invocations"))]
    workgroup_size: u32,

    /// How many points each of the GPU's invocations counts.
    #[serde(default = "points_per_invocation")]
    #[garde(range(min = 1, max = MAX_POINTS_PER_INVOCATION))]
    #[schemars(title = "Points per invocation", extend("x-unit" = "points"))]
    points_per_invocation: u32,

    /// Where the random numbers start: the same seed gives the same count on every back end.
    #[serde(default)]
    #[garde(dive)]
    #[schemars(title = "Seed")]
    seed: Seed,

    /// A compute shader in WGSL to run on the GPU in place of the built-in one.
    #[serde(default)]
    #[garde(inner(length(max = 100_000)))]
    #[schemars(title = "Shader")]
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

fn within(generator: Generator) -> impl Fn(&u64, &()) -> garde::Result {
    move |points, ()| match *points <= generator.max_points() {
        true => Ok(()),
        false => Err(garde::Error::new(format!(
            "the sequence of {} is meant for at most {}",
            generator.name(),
            generator.max_points()
        ))),
    }
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

/// The estimate after so many points.
#[derive(Debug, Clone, Copy, Serialize)]
struct Estimate {
    points: u64,
    inside: u64,
    estimate: f64,
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

/// What a part of the points gave.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Part {
    points: u64,
    inside: u64,
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
        summary: "Throw points at a square at random. The share that falls inside the circle is a \
                  quarter of pi. Each point is thrown by itself, so a million processors could \
                  throw at once: one thread, all your cores, or the hundreds of small processors \
                  of a GPU. The points are numbered, and point number i is the same on all of \
                  them, so all must count the same number, to the last digit.",
        look_for: &[
            "Run it with serial, with threads and with webgpu: the count is the same, the points \
             per second are not.",
            "Multiply the points by 100: the error becomes about ten times smaller. That is slow \
             progress, and why it needs so many points.",
            "Change the seed: other points, another count, the same size of error.",
            "With 1000 points the GPU is slower than one thread: to start it takes longer than \
             to count.",
        ],
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
        needs_shared_memory: false,
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
        hidden: false,
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<CountInside>()];
    type Outcome = Outcome;

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
                let gpu = Gpu::new().await.map_err(gpu_error)?;
                self.on_gpu(&context, &gpu, &mut tally).await?
            }
            Backend::Cuda => self.on_cuda(&context, &mut tally).await?,
            Backend::Auto => match Gpu::new().await {
                Ok(gpu) if !gpu.info().software => self.on_gpu(&context, &gpu, &mut tally).await?,
                other => {
                    context.print(match other {
                        Ok(gpu) => format!(
                            "the GPU here is software ({}): threads instead",
                            name_of(gpu.info())
                        ),
                        Err(error) => format!("{error}: threads instead"),
                    });
                    let workers = self.workers.count();
                    self.on_workers(&context, workers, &mut tally).await?
                }
            },
        };
        let outcome = tally.outcome(backend);
        context.print(format!(
            "{} of {} points inside: pi is about {}",
            outcome.inside, self.points, outcome.estimate
        ));
        Ok(outcome)
    }
}

/// About how many parts each worker gets, so that one that is slower leaves some to the others.
const PARTS_PER_WORKER: u64 = 16;
/// The most points in a part of a thread: some tens of milliseconds, after which Stop is heard.
const LARGEST_PART: u64 = 1 << 22;
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
        let part = points.div_ceil(workers as u64 * PARTS_PER_WORKER);
        if has_threads() {
            let part = part.clamp(1, LARGEST_PART).next_multiple_of(unit);
            let pool = ThreadPool::new(context, workers, Crew::Parallel)?;
            let tasks = pool.tasks(points.div_ceil(part) as usize, move |index| {
                let begin = index as u64 * part;
                Ok(function.count(begin..points.min(begin + part)))
            });
            tally.begin();
            tally.gather(context, &tasks).await?;
        } else {
            context.print("no shared memory: the workers are processes");
            let least = points.div_ceil(MOST_MESSAGES);
            let part = part.min(LARGEST_PART).max(least).next_multiple_of(unit);
            let inputs = (0..points.div_ceil(part))
                .map(|index| (index * part, points.min((index + 1) * part)))
                .collect();
            let pool = ProcessPool::new(context, workers).await?;
            let tasks = pool.tasks(function, inputs);
            tally.begin();
            tally.gather(context, &tasks).await?;
        }
        tally.end();
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
        context.print(format!("{} through {}", name_of(info), info.api));
        context.metric("gpu", serde_json::to_value(info).unwrap_or_default());
        let mut pipeline = gpu
            .pi(
                self.shader.as_deref(),
                self.workgroup_size,
                self.points_per_invocation,
                self.generator,
                self.seed.0,
            )
            .await
            .map_err(gpu_error)?;
        tally
            .slices(context, &mut pipeline, gpu_error)
            .await
            .map(|()| "webgpu")
    }

    /// Counts on an NVIDIA GPU.
    #[cfg(all(feature = "cuda", not(target_family = "wasm")))]
    async fn on_cuda(
        &self,
        context: &Context,
        tally: &mut Tally<'_>,
    ) -> Result<&'static str, Error> {
        let gpu = Cuda::new().map_err(cuda_error)?;
        context.print(format!("{} through CUDA", gpu.name()));
        context.metric(
            "gpu",
            serde_json::json!({"name": gpu.name(), "api": "CUDA"}),
        );
        let mut kernel = gpu
            .pi(
                self.workgroup_size,
                self.points_per_invocation,
                self.generator,
                self.seed.0,
            )
            .map_err(cuda_error)?;
        tally
            .slices(context, &mut kernel, cuda_error)
            .await
            .map(|()| "cuda")
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

#[cfg(all(feature = "cuda", not(target_family = "wasm")))]
fn cuda_error(error: CudaError) -> Error {
    let message = error.to_string();
    match error {
        CudaError::NoLibrary { .. } | CudaError::NoDevice { .. } => {
            Error::unsupported(format!("backend cuda: {message}; threads work everywhere"))
        }
        CudaError::Limit { parameter, .. } => Error::invalid(parameter, message),
        _ => Error::failed(message),
    }
}

/// What to call a GPU; some browsers keep its name to themselves.
fn name_of(gpu: &GpuInfo) -> &str {
    match gpu.name.as_str() {
        "" if gpu.driver.is_empty() => "a GPU without a name",
        "" => &gpu.driver,
        name => name,
    }
}

fn gpu_error(error: GpuError) -> Error {
    let message = error.to_string();
    match error {
        GpuError::NoWebGpu { .. } | GpuError::NoAdapter { .. } | GpuError::Refused { .. } => {
            Error::unsupported(format!(
                "backend webgpu: {message}; threads work everywhere"
            ))
        }
        GpuError::Limit { parameter, .. } => Error::invalid(parameter, message),
        GpuError::Shader { .. } => Error::invalid("shader", message),
        _ => Error::failed(message),
    }
}

/// What has been counted so far, and the way there.
struct Tally<'a> {
    context: &'a Context,
    total: u64,
    points: u64,
    inside: u64,
    convergence: Vec<Estimate>,
    begun_us: f64,
    seconds: f64,
}

/// By how much more points there must be for another step of the way to be kept.
const STEP: f64 = 1.05;

impl<'a> Tally<'a> {
    fn new(context: &'a Context, total: u64) -> Self {
        Self {
            context,
            total,
            points: 0,
            inside: 0,
            convergence: Vec::new(),
            begun_us: 0.0,
            seconds: 0.0,
        }
    }

    fn begin(&mut self) {
        self.begun_us = clock::now_us();
    }

    fn end(&mut self) {
        self.seconds = (clock::now_us() - self.begun_us) / 1e6;
    }

    /// Takes the parts as they come, from whichever worker, until all are there.
    async fn gather(
        &mut self,
        context: &Context,
        tasks: &impl Tasks<Output = Part>,
    ) -> Result<(), Error> {
        let mut parts = tasks.imap(1, false)?;
        loop {
            let stop = async {
                context.cancel().wait().await;
                Some(Err(TaskError::new(TaskError::CANCELLED, "stopped")))
            };
            match futures_lite::future::or(parts.next(None), stop).await {
                Some(part) => self.add(part?),
                None => return Ok(()),
            }
        }
    }

    /// Counts all points on a GPU, slice by slice, listening in between.
    async fn slices<B: CountingBackend>(
        &mut self,
        context: &Context,
        backend: &mut B,
        failed: fn(B::Error) -> Error,
    ) -> Result<(), Error> {
        self.begin();
        let (mut points, mut inside) = (0, 0);
        let counted = run_slices(backend, 0..self.total, async |progress| {
            self.add(Part {
                points: progress.points - points,
                inside: progress.inside - inside,
            });
            (points, inside) = (progress.points, progress.inside);
            match context.breathe().await {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        })
        .await
        .map_err(failed)?;
        self.end();
        context.check()?;
        context.metric("gpu_seconds", counted.seconds);
        context.metric(
            "gpu_seconds_by",
            serde_json::to_value(counted.clock).unwrap_or_default(),
        );
        Ok(())
    }

    fn add(&mut self, part: Part) {
        self.points += part.points;
        self.inside += part.inside;
        self.context
            .progress(self.points as f64, self.total as f64, "points");
        let wanted = match self.convergence.last() {
            Some(last) => self.points as f64 >= last.points as f64 * STEP,
            None => true,
        };
        if wanted || self.points == self.total {
            self.convergence.push(Estimate {
                points: self.points,
                inside: self.inside,
                estimate: self.estimate(),
            });
        }
    }

    fn estimate(&self) -> f64 {
        4.0 * self.inside as f64 / self.points as f64
    }

    fn outcome(self, backend: &'static str) -> Outcome {
        let estimate = self.estimate();
        Outcome {
            inside: self.inside,
            estimate,
            error: (estimate - std::f64::consts::PI).abs(),
            backend,
            points_per_second: self.points as f64 / self.seconds,
            convergence: self.convergence,
        }
    }
}
