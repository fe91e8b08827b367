//! `cpu_count()` and `/proc/cpuinfo`: what there is to work with, told and measured.

mod about;

use crate::contract::{Error, TaskError, Why};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::measure::{self, Measured};
use crate::engine::parameters::{Kind, Workers};
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::{Lesson, Needs};
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
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// As the system counts them.
    logical: u32,
    /// The best measured throughput ÷ that of one worker.
    effective: Option<f64>,
    scaling: Vec<Point>,
    /// {name: {`available`, `detail`}}.
    features: Value,
}

/// How so many workers did, against one.
#[derive(Debug, Serialize, JsonSchema)]
struct Point {
    workers: usize,
    relative_throughput: Option<f64>,
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
    const ABOUT: About = about::ABOUT;
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
        let logical = platform::processors_told();
        context.print(platform::processors_in_words());
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
        let mut throughputs: Vec<Measured> = Vec::new();
        for workers in 1..=most {
            context.phase(&Workers(workers as u32).in_words());
            throughputs.push(self.throughput(&context, workers).await?);
            context.progress(workers as f64, most as f64, "numbers of workers");
        }
        // All is compared with one worker, so that one is tried again, to see whether it does the
        // same: what else the machine does may have slowed the first.
        if most > 1 {
            context.phase("1 worker, again");
            let again = self.throughput(&context, 1).await?;
            throughputs[0] = agreed(throughputs[0], again);
        }
        let relative: Vec<Measured> = (1..)
            .zip(&throughputs)
            .map(|(workers, throughput)| {
                let relative = measure::ratio(*throughput, throughputs[0]);
                // Only where some were hidden can the workers be the limit, and not the processors.
                let ideal = match relative {
                    Ok(relative) if hides(logical, relative) => workers as f64,
                    _ => measure::ideal(workers),
                };
                measure::within(relative, ideal)
            })
            .collect();
        let best: Measured = relative
            .iter()
            .try_fold(0.0, |best: f64, one| Ok(best.max((*one)?)));
        context.print(match best {
            Ok(best) => format!("together they do the work of {}", measure::times(best)),
            Err(why) => format!(
                "how much they do together: {}",
                measure::why_not(why, RAISE)
            ),
        });
        if let Some(doubt) = best.ok().and_then(|best| doubt(logical, most, best)) {
            context.print(doubt);
        }
        // With one processor there is nothing to share.
        let as_many = relative.get(logical as usize - 1).copied();
        if let Some(Ok(relative)) = as_many.filter(|_| logical > 1 && best.is_ok()) {
            context.answer(match relative / f64::from(logical) {
                0.9.. => 0,
                0.6.. => 1,
                _ => 2,
            });
        }
        let scaling = relative
            .iter()
            .enumerate()
            .map(|(at, relative)| Point {
                workers: at + 1,
                relative_throughput: context.figure(
                    format!("scaling.{at}.relative_throughput"),
                    *relative,
                    RAISE,
                ),
            })
            .collect();
        let best = context.figure("effective", best, RAISE);
        Ok(Outcome {
            logical,
            effective: best,
            scaling,
            features,
        })
    }
}

/// Whether so much was got done that there must be more processors than the system tells of: half
/// as much again, which is more than a disturbed measurement brings.
fn hides(logical: u32, relative: f64) -> bool {
    relative >= 1.5 * f64::from(logical)
}

/// What is to be said where the number that is told and what was measured differ by much: where half
/// as much again was done as so many processors can do, or less than half of it. Two that share a
/// core do more than that.
fn doubt(logical: u32, most: usize, best: f64) -> Option<&'static str> {
    let tried = f64::from(logical).min(most as f64);
    if hides(logical, best) {
        Some(
            "that is more than so many processors can do: there are more of them, and the number \
             told is not the machine's; some browsers hide it, or make one up",
        )
    } else if best < tried / 2.0 {
        Some(
            "that is less than half of what so many processors can do: others are at work on this \
             machine, or the number told is not the machine's; some browsers hide it, or make one up",
        )
    } else {
        None
    }
}

/// What to raise where a probe is too short for the clock.
const RAISE: &str = "probe_ms";

impl Processors {
    /// Rounds a millisecond of so many workers together.
    async fn throughput(&self, context: &Context, workers: usize) -> Result<Measured, Error> {
        // A pool of its own for each size, so that each worker gets exactly one task.
        let pool = Pool::new(context, workers, Kind::preferred()).await?;
        let inputs = vec![f64::from(self.probe_ms); workers];
        let done = pool.run(context, Method::Map, Probe, inputs, 1).await?;
        pool.close_and_join().await?;
        let rounds: u64 = done.iter().map(|(rounds, _, _)| rounds).sum();
        let begin = done.iter().map(|done| done.1).fold(f64::INFINITY, f64::min);
        let end = done.iter().map(|done| done.2).fold(0.0, f64::max);
        Ok(measure::lasted((end - begin) / 1e3).map(|ms| rounds as f64 / ms))
    }
}

/// The higher of two throughputs of the same.
fn agreed(one: Measured, other: Measured) -> Measured {
    match (one?, other?) {
        (one, other) if measure::differ(one, other) => Err(Why::Scatter),
        (one, other) => Ok(one.max(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::doubt;

    #[test]
    fn doubts_a_number_that_was_missed_or_passed_by_half() {
        assert!(doubt(64, 64, 2.1).is_some_and(|said| said.contains("less than half")));
        assert!(doubt(7, 7, 2.1).is_some_and(|said| said.contains("make one up")));
        assert!(doubt(2, 8, 3.8).is_some_and(|said| said.contains("there are more")));
        // Two that share a core; fewer workers than processors; a measurement a little above.
        for (logical, most, best) in [(8, 8, 4.2), (8, 2, 1.9), (2, 4, 2.4), (1, 1, 1.0)] {
            assert_eq!(doubt(logical, most, best), None);
        }
    }
}
