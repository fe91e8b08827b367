//! What the benchmarks need: the rate at which each kernel counts points, with what the compiler
//! makes of it for any processor, or the best there is; and points of two doubles. Not listed.

use super::doubles;
use crate::engine::parameters::{Seed, Workers};
use crate::lessons::pi::tally::Tally;
use crate::lessons::prelude::*;
use crate::pi::{Generator, Instructions, kernel};

/// Counts the points of one kernel.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PiCost {
    /// How many points are thrown.
    #[serde(default = "points")]
    #[schemars(title = "Points", range(min = 1, max = Generator::Xorshift.max_points()))]
    points: u64,

    /// What makes the points, and tests them.
    #[serde(default)]
    #[schemars(title = "Kernel")]
    kernel: Kernel,

    /// Which of the processor's instructions it may use.
    #[serde(default)]
    #[schemars(title = "Instructions")]
    instructions: Instructions,

    /// How many workers share the points.
    #[serde(default = "Workers::logical")]
    #[schemars(title = "Workers", extend("x-default" = "logical-processors"))]
    workers: Workers,

    /// Where the random numbers start.
    #[serde(default)]
    #[schemars(title = "Seed")]
    seed: Seed,
}

fn points() -> u64 {
    20_000_000
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Kernel {
    /// The lesson's, of its generator philox.
    #[default]
    Philox,
    /// The lesson's, of its generator xorshift.
    Xorshift,
    /// Two numbers of 53 bits a point, tested in doubles.
    Doubles,
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    inside: u64,
    points_per_second: f64,
}

impl Lesson for PiCost {
    const ABOUT: About = About {
        id: "pi-cost",
        title: "What a point costs",
        chapter: "Benchmarks",
        summary: "For benchmarks.",
        rust: source!("workbench/pi_cost.rs"),
        hidden: true,
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs {
            workers: self.workers.count(),
            parallel: true,
            shared_memory: true,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let mut tally = Tally::new(&context, self.points);
        let Self {
            kernel,
            instructions,
            seed: Seed(seed),
            ..
        } = self;
        let unit = match kernel {
            Kernel::Philox => Generator::Philox.unit(),
            Kernel::Xorshift => Generator::Xorshift.unit(),
            Kernel::Doubles => doubles::STREAM,
        };
        let count = move |range| match kernel {
            Kernel::Philox => kernel::count_by(instructions, Generator::Philox, seed, range),
            Kernel::Xorshift => kernel::count_by(instructions, Generator::Xorshift, seed, range),
            Kernel::Doubles => doubles::count_inside(instructions, seed, range),
        };
        tally.on_threads(self.workers.count(), unit, count).await?;
        Ok(Outcome {
            inside: tally.inside,
            points_per_second: tally.points as f64 / tally.seconds,
        })
    }
}
