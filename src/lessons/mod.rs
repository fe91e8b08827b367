//! The lessons, and what a lesson is.
//!
//! A lesson is one file with one type: its fields are the parameters, its [`Lesson`]
//! implementation is the program, its [`About`] is the text. [`LESSONS`] names it, and all else
//! follows: schema, form, command line, validation, docs.

mod actors;
mod background_zip;
#[cfg(feature = "workbench")]
mod event_cost;
mod four_ways;
mod generators;
mod gil;
mod hello;
mod misbehave;
mod pi;
#[cfg(feature = "workbench")]
mod pi_cost;
mod pi_darts;
#[cfg(feature = "workbench")]
mod pool_calls;
mod pool_commons;
#[cfg(feature = "workbench")]
mod pool_cost;
mod pool_programs;
mod pool_rows;
mod pool_square;
mod processors;
mod queue;
mod race;
mod semaphore;
mod threads;
mod threads_vs_processes;
mod timeout;

use crate::contract::parameters::{self, Kind, Parameters, Refusal};
use crate::contract::read::read;
use crate::contract::{Error, schema};

pub use crate::contract::about::{
    About, Idea, Link, Measure, Picture, Preset, Question, Row, Runs, Source, Study, Values,
};
use crate::engine::Context;
use crate::engine::targets::{FunctionEntry, GroupEntry, TargetEntry};
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

/// What a lesson is written with: `use super::prelude::*`.
mod prelude {
    pub(super) use super::{About, Lesson, Needs, source};
    pub(super) use crate::contract::Error;
    pub(super) use crate::engine::Context;
    pub(super) use schemars::JsonSchema;
    pub(super) use serde::{Deserialize, Serialize};
}

/// All lessons, in the lectures' order. The last are hidden: for studies, a picture, the README,
/// tests and benchmarks. Those that the page does not need come with the feature `workbench`.
pub static LESSONS: &[Entry] = &[
    Entry::of::<processors::Processors>(),
    Entry::of::<pool_square::PoolSquare>(),
    Entry::of::<pool_rows::PoolRows>(),
    Entry::of::<pool_commons::PoolCommons>(),
    Entry::of::<pool_programs::PoolPrograms>(),
    Entry::of::<threads::Threads>(),
    Entry::of::<background_zip::BackgroundZip>(),
    Entry::of::<timeout::Timeout>(),
    Entry::of::<threads_vs_processes::ThreadsVsProcesses>(),
    Entry::of::<race::Race>(),
    Entry::of::<semaphore::SemaphoreLesson>(),
    Entry::of::<queue::QueueLesson>(),
    Entry::of::<gil::Gil>(),
    Entry::of::<generators::Generators>(),
    Entry::of::<actors::Actors>(),
    Entry::of::<pi::Pi>(),
    Entry::of::<four_ways::FourWays>(),
    Entry::of::<pi_darts::PiDarts>(),
    Entry::of::<hello::Hello>(),
    Entry::of::<misbehave::Misbehave>(),
    #[cfg(feature = "workbench")]
    Entry::of::<event_cost::EventCost>(),
    #[cfg(feature = "workbench")]
    Entry::of::<pool_calls::PoolCalls>(),
    #[cfg(feature = "workbench")]
    Entry::of::<pool_cost::PoolCost>(),
    #[cfg(feature = "workbench")]
    Entry::of::<pi_cost::PiCost>(),
];

/// A lesson: its parameters, and the program that they turn.
pub trait Lesson: Parameters {
    /// What a reader sees before the first run.
    const ABOUT: About;
    /// Functions that its pools call in processes.
    const FUNCTIONS: &'static [FunctionEntry] = &[];
    /// Groups of actors that it starts in processes.
    const GROUPS: &'static [GroupEntry] = &[];
    /// Targets of its own that its processes run.
    const TARGETS: &'static [TargetEntry] = &[];
    /// What the record's `result` holds.
    type Outcome: Serialize;

    /// Whether the parameters go together: what their schema cannot say of them.
    ///
    /// # Errors
    /// The parameter that is not allowed, and why.
    fn check(&self) -> Result<(), Refusal> {
        Ok(())
    }

    /// What must be there before the run begins.
    fn needs(&self) -> Needs;

    /// The program.
    ///
    /// # Errors
    /// Whatever of [`Error`] applies.
    fn run(self, context: Context) -> impl Future<Output = Result<Self::Outcome, Error>> + 'static;
}

/// The file that this stands in, taken as it was compiled.
macro_rules! source {
    ($name:literal) => {
        $crate::contract::about::Source {
            path: concat!("src/lessons/", $name),
            #[cfg(not(target_family = "wasm"))]
            source: include_str!($name),
            #[cfg(target_family = "wasm")]
            source: "",
        }
    };
}
use source;

/// What must be there before a run begins, because nothing is started during one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// How many workers the run has; the record's metrics tell it.
    pub workers: usize,
    /// How many threads of the farm it uses.
    pub threads: usize,
    /// Whether it uses the data-parallel pool.
    pub parallel: bool,
    /// Whether it cannot do without shared memory.
    pub shared_memory: bool,
}

impl Needs {
    /// Of a lesson about so many threads over one memory.
    pub fn of_threads(threads: usize) -> Self {
        Self {
            workers: threads,
            threads,
            shared_memory: true,
            ..Self::default()
        }
    }

    /// Of a lesson with one pool of so many workers of this kind.
    pub fn of_pool(workers: usize, kind: Kind) -> Self {
        Self {
            workers,
            threads: match kind {
                Kind::Threads => workers,
                Kind::Processes => 0,
            },
            ..Self::default()
        }
    }
}

/// A lesson as the registry knows it.
#[derive(Debug)]
pub struct Entry {
    /// What it is about.
    pub about: About,
    /// Functions that its pools call in processes.
    pub functions: &'static [FunctionEntry],
    /// Groups of actors that it starts in processes.
    pub groups: &'static [GroupEntry],
    /// Targets of its own that its processes run.
    pub targets: &'static [TargetEntry],
    #[cfg(not(page_engine))]
    schema: fn() -> Value,
    read: fn(Value) -> serde_json::Result<Box<dyn Program>>,
}

/// A lesson with its parameters, whichever it is.
trait Program {
    fn params(&self) -> serde_json::Result<Value>;
    fn check(&self) -> Result<(), Refusal>;
    fn needs(&self) -> Needs;
    fn run(self: Box<Self>, context: Context) -> Running;
}

impl<L: Lesson> Program for L {
    fn params(&self) -> serde_json::Result<Value> {
        serde_json::to_value(self)
    }

    fn check(&self) -> Result<(), Refusal> {
        Lesson::check(self)
    }

    fn needs(&self) -> Needs {
        Lesson::needs(self)
    }

    fn run(self: Box<Self>, context: Context) -> Running {
        Box::pin(async {
            let outcome = Lesson::run(*self, context).await?;
            serde_json::to_value(outcome)
                .map_err(|error| Error::failed(format!("the result could not be written: {error}")))
        })
    }
}

type Running = Pin<Box<dyn Future<Output = Result<Value, Error>>>>;

/// A lesson with checked parameters.
pub(crate) struct Ready {
    /// The parameters whole.
    pub params: Value,
    /// What must be there.
    pub needs: Needs,
    /// The program.
    pub run: Box<dyn FnOnce(Context) -> Running>,
}

impl Entry {
    /// The entry of `L`.
    pub const fn of<L: Lesson>() -> Self {
        Self {
            about: L::ABOUT.carried(),
            functions: L::FUNCTIONS,
            groups: L::GROUPS,
            targets: L::TARGETS,
            #[cfg(not(page_engine))]
            schema: schema::of::<L>,
            read: |values| Ok(Box::new(read::<L>(values)?)),
        }
    }

    /// The JSON Schema of its parameters, the same in every build.
    #[cfg(not(page_engine))]
    pub fn schema(&self) -> Value {
        (self.schema)()
    }

    /// The JSON Schema of its parameters, without its words: the page has them in its catalogue.
    #[cfg(page_engine)]
    pub fn schema(&self) -> Value {
        schema::carried(self.about.id)
    }

    /// The parameters that a run would have, or what is wrong with them.
    pub(crate) fn prepare(&self, preset: Option<&str>, given: &Value) -> Result<Ready, Error> {
        let preset = preset.map(|name| self.preset(name)).transpose()?;
        let id = self.about.id;
        let values = parameters::resolve(id, &self.schema(), preset.as_ref(), given)?;
        let program = (self.read)(values).map_err(|error| unread(id, &error))?;
        let params = program.params().map_err(|error| {
            Error::failed(format!("the parameters could not be written: {error}"))
        })?;
        program
            .check()
            .map_err(|refusal| refusal.error(id, &params))?;
        Ok(Ready {
            params,
            needs: program.needs(),
            run: Box::new(|context| program.run(context)),
        })
    }

    fn preset(&self, name: &str) -> Result<Value, Error> {
        let presets = self.about.presets;
        match presets.iter().find(|preset| preset.name == name) {
            Some(preset) => Ok(preset.value()),
            None => {
                let names: Vec<&str> = presets.iter().map(|preset| preset.name).collect();
                let shown: String = name.chars().take(40).collect();
                Err(Error::invalid(
                    "preset",
                    format!(
                        "preset {shown} is unknown to {}; allowed are {}",
                        self.about.id,
                        names.join(", ")
                    ),
                ))
            }
        }
    }
}

/// Values that the schema allows and the struct does not take: the schema says too little.
fn unread(lesson: &str, error: &serde_json::Error) -> Error {
    Error::InvalidParameter {
        parameter: None,
        message: format!("parameters of {lesson}: {error}"),
    }
}

/// The lessons that lists show.
pub fn listed() -> impl Iterator<Item = &'static Entry> {
    LESSONS.iter().filter(|lesson| !lesson.about.hidden)
}

/// The lesson of this id.
///
/// # Errors
/// [`Error::InvalidParameter`] naming those that there are.
pub fn find(id: &str) -> Result<&'static Entry, Error> {
    LESSONS
        .iter()
        .find(|lesson| lesson.about.id == id)
        .ok_or_else(|| {
            let shown: String = id.chars().take(40).collect();
            let ids: Vec<&str> = listed().map(|lesson| lesson.about.id).collect();
            Error::invalid(
                "lesson",
                format!("lesson {shown} is unknown; allowed are {}", ids.join(", ")),
            )
        })
}
