//! What the page's study "the same work, four ways" runs: a pool lesson's work, whatever way there
//! is to do it. Not listed.

mod ways;

pub use ways::SameWork;
pub(crate) use ways::Way;

use super::pool_commons::PoolCommons;
use super::pool_rows::PoolRows;
use super::pool_square::PoolSquare;
use crate::contract::read::read;
use crate::contract::{Error, Why};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::measure;
use crate::engine::{Entry, Lesson, Needs};
use crate::lessons::{REGISTRY, source};
use crate::platform::has_threads;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Does the work of a lesson about pools serially, under an interpreter lock, in processes and on
/// free threads, and measures each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FourWays {
    /// Whose work.
    #[serde(default)]
    #[schemars(title = "Of")]
    of: Of,

    /// That lesson's parameters. Its kind of workers says nothing here.
    #[serde(default)]
    #[schemars(title = "Parameters")]
    params: Map<String, Value>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
enum Of {
    /// Squares of numbers.
    #[serde(rename = "pool-square")]
    Square,
    /// The numbers within a range, row by row.
    #[default]
    #[serde(rename = "pool-rows")]
    Rows,
    /// What two lists have in common, pair by pair.
    #[serde(rename = "pool-commons")]
    Commons,
}

impl Of {
    fn id(self) -> &'static str {
        match self {
            Self::Square => PoolSquare::ABOUT.id,
            Self::Rows => PoolRows::ABOUT.id,
            Self::Commons => PoolCommons::ABOUT.id,
        }
    }

    /// What of its parameters makes the work longer.
    fn raise(self) -> Option<&'static str> {
        match self {
            Self::Rows => Some("repeats"),
            Self::Square | Self::Commons => None,
        }
    }
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// In the order in which they were measured.
    ways: Vec<Way>,
}

impl Lesson for FourWays {
    const ABOUT: About = About {
        id: "four-ways",
        title: "The same work, four ways",
        chapter: "Pools",
        summary: "For the study of that name.",
        rust: source!("four_ways/mod.rs"),
        hidden: true,
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        // Where the parameters are not allowed, the run says so before it needs anything.
        let ready = REGISTRY
            .find(self.of.id())
            .and_then(|lesson| lesson.prepare(None, &self.given()));
        let workers = ready.map_or(0, |ready| ready.needs.workers);
        Needs {
            workers,
            threads: if has_threads() { workers } else { 0 },
            // A table of rows is made on it.
            parallel: self.of == Of::Rows,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let raise = self.of.raise();
        let ways = match self.of {
            Of::Square => {
                let lesson: PoolSquare = self.lesson()?;
                lesson.same_work().measure(&context, raise).await?
            }
            Of::Rows => {
                let lesson: PoolRows = self.lesson()?;
                lesson
                    .same_work(&context)
                    .await?
                    .measure(&context, raise)
                    .await?
            }
            Of::Commons => {
                let lesson: PoolCommons = self.lesson()?;
                lesson.same_work().measure(&context, raise).await?
            }
        };
        for way in &ways {
            let said = match (way.wall_ms, way.cannot.clone()) {
                (Some(wall_ms), _) => format!("{wall_ms:.3} ms"),
                (None, Some(why)) => why,
                (None, None) => measure::why_not(Why::Clock, raise),
            };
            context.print(format!("{}: {said}", way.way));
        }
        Ok(Outcome { ways })
    }
}

impl FourWays {
    fn given(&self) -> Value {
        Value::from(self.params.clone())
    }

    fn lesson<L: Lesson>(&self) -> Result<L, Error> {
        let ready = Entry::of::<L>().prepare(None, &self.given())?;
        read(ready.params).map_err(|error| Error::failed(error.to_string()))
    }
}
