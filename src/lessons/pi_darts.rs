//! What the page needs to draw: the first points of the pi lesson, where they fall. Not listed.

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::Seed;
use crate::engine::{Lesson, Needs};
use crate::lessons::source;
use crate::pi::{Dart, Generator, darts};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Says where the first points of a sequence fall.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PiDarts {
    /// How many.
    #[serde(default = "points")]
    #[schemars(title = "Points", range(min = 1, max = 10_000))]
    points: usize,

    /// Where the random points come from.
    #[serde(default)]
    #[schemars(title = "Generator")]
    generator: Generator,

    /// Where the random numbers start.
    #[serde(default)]
    #[schemars(title = "Seed")]
    seed: Seed,
}

fn points() -> usize {
    2_000
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    inside: usize,
    /// x and y from 0 to 1, and whether the point is inside the circle.
    darts: Vec<(f32, f32, bool)>,
}

impl Lesson for PiDarts {
    const ABOUT: About = About {
        id: "pi-darts",
        title: "The first points of pi",
        chapter: "The GPU",
        summary: "For the picture of the lesson pi.",
        rust: source!("pi_darts.rs"),
        hidden: true,
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs {
            workers: 1,
            ..Needs::default()
        }
    }

    async fn run(self, _context: Context) -> Result<Outcome, Error> {
        let darts = darts(self.generator, self.seed.0, self.points);
        Ok(Outcome {
            inside: darts.iter().filter(|dart| dart.inside).count(),
            darts: darts
                .iter()
                .map(|&Dart { x, y, inside }| (x, y, inside))
                .collect(),
        })
    }
}
