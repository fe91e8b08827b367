//! What a run of the lesson has counted so far, and the way there, from whatever counts: parts that
//! come from workers in any order, or slices that a GPU counts one after the other.

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::measure::{self, Measured};
use crate::engine::pool::{Crew, Tasks, ThreadPool};
use crate::pi::{Backend, Clock, Slice, run};
use crate::platform::clock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::ops::{ControlFlow, Range};

/// The estimate after so many points.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub(crate) struct Estimate {
    /// Points counted.
    pub points: u64,
    /// Points of these that are inside.
    pub inside: u64,
    /// 4 · inside / points.
    pub estimate: f64,
}

/// What a part of the points gave.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Part {
    /// Points counted.
    pub points: u64,
    /// Points of these that are inside.
    pub inside: u64,
}

/// What has been counted so far, and the way there.
#[derive(Debug)]
pub(crate) struct Tally<'a> {
    context: &'a Context,
    total: u64,
    /// Points counted so far.
    pub points: u64,
    /// Points of these that are inside.
    pub inside: u64,
    /// The estimate on its way, at numbers of points that grow by a twentieth or more.
    pub convergence: Vec<Estimate>,
    begun_us: f64,
    /// From the first point to the last, in seconds.
    pub seconds: f64,
}

/// About how many parts each worker gets, so that one that is slower leaves some to the others.
const PARTS_PER_WORKER: u64 = 16;
/// The most points in a part: some tens of milliseconds, after which Stop is heard.
const LARGEST_PART: u64 = 1 << 22;

/// How many points a worker is to count at a time.
pub(crate) fn part_of(points: u64, workers: usize) -> u64 {
    points
        .div_ceil(workers as u64 * PARTS_PER_WORKER)
        .clamp(1, LARGEST_PART)
}

/// By how much more points there must be for another step of the way to be kept.
const STEP: f64 = 1.05;

impl<'a> Tally<'a> {
    /// Nothing yet, of so many points.
    pub fn new(context: &'a Context, total: u64) -> Self {
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

    /// Counts all points on so many threads, in parts of whole units.
    ///
    /// # Errors
    /// Those of [`ThreadPool::new`]; [`Error::Cancelled`].
    pub async fn on_threads(
        &mut self,
        workers: usize,
        unit: u64,
        count: impl Fn(Range<u64>) -> u64 + Send + Sync + 'static,
    ) -> Result<(), Error> {
        let points = self.total;
        let part = part_of(points, workers).next_multiple_of(unit);
        let pool = ThreadPool::new(self.context, workers, Crew::Parallel)?;
        let tasks = pool.tasks(points.div_ceil(part) as usize, move |index| {
            let begin = index as u64 * part;
            let end = points.min(begin + part);
            Ok(Part {
                points: end - begin,
                inside: count(begin..end),
            })
        });
        self.gather(&tasks).await
    }

    /// Takes the parts as they come, from whichever worker, until all are there.
    ///
    /// # Errors
    /// The tasks'; [`Error::Cancelled`].
    pub async fn gather(&mut self, tasks: &impl Tasks<Output = Part>) -> Result<(), Error> {
        self.begun_us = clock::now_us();
        let mut parts = tasks.imap(1, false)?;
        while let Some(part) = self.context.unless_stopped(parts.next(None)).await? {
            self.add(part?);
        }
        self.end();
        Ok(())
    }

    /// Counts all points on a GPU, slice by slice, listening in between; and says how long the GPU
    /// itself worked, and by which clock that is.
    ///
    /// # Errors
    /// The back end's; [`Error::Cancelled`].
    pub async fn slices<B: Backend>(&mut self, backend: &mut B) -> Result<(), Error>
    where
        Error: From<B::Error>,
    {
        let context = self.context;
        self.begun_us = clock::now_us();
        let counting = run(
            backend,
            0..self.total,
            async |Slice { points, inside, .. }| {
                self.add(Part { points, inside });
                match context.breathe().await {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            },
        );
        // A slice may have no end, where somebody wrote the shader.
        let counted = context.unless_stopped(counting).await??;
        self.end();
        context.check()?;
        if counted.clock == Clock::Wall && measure::lasted(counted.seconds * 1e3).is_err() {
            return Ok(());
        }
        context.metric("gpu_seconds", counted.seconds);
        context.metric(
            "gpu_seconds_by",
            serde_json::to_value(counted.clock).unwrap_or_default(),
        );
        context.print(format!(
            "the GPU worked {:.3} s, by {}",
            counted.seconds,
            counted.clock.name()
        ));
        Ok(())
    }

    fn end(&mut self) {
        self.seconds = (clock::now_us() - self.begun_us) / 1e6;
    }

    fn add(&mut self, part: Part) {
        self.points += part.points;
        self.inside += part.inside;
        let (done, total) = (self.points as f64, self.total as f64);
        let estimate = self.estimate();
        self.context
            .progress_with_estimate(done, total, "points", estimate);
        let wanted = match self.convergence.last() {
            Some(last) => self.points as f64 >= last.points as f64 * STEP,
            None => true,
        };
        if wanted || self.points == self.total {
            self.convergence.push(Estimate {
                points: self.points,
                inside: self.inside,
                estimate,
            });
        }
    }

    /// Points counted in a second, from the first to the last.
    pub fn points_per_second(&self) -> Measured {
        let ms = measure::lasted(self.seconds * 1e3)?;
        Ok(self.points as f64 / ms * 1e3)
    }

    /// What the points so far say of pi.
    pub fn estimate(&self) -> f64 {
        4.0 * self.inside as f64 / self.points as f64
    }
}
