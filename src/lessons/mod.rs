//! The lessons, and what a lesson is.
//!
//! A lesson is one file with one type: its fields are the parameters, its [`Lesson`]
//! implementation is the program, its [`About`] is the text. [`LESSONS`] names it, and all else
//! follows: schema, form, command line, validation, docs.

mod actors;
mod event_cost;
mod generators;
mod gil;
mod misbehave;
mod pi;
mod pool_calls;
mod pool_commons;
mod pool_cost;
mod pool_programs;
mod pool_rows;
mod pool_square;
mod processors;
mod queue;
mod race;
mod semaphore;
mod threads;
mod timeout;

use crate::contract::parameters::{self, Parameters};
use crate::contract::{Error, schema};
use crate::engine::Context;
use crate::engine::targets::{FunctionEntry, GroupEntry};
use futures_lite::future::FutureExt;
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

/// All lessons, in the lectures' order. The last are for tests and benchmarks, and hidden.
pub static LESSONS: &[Entry] = &[
    Entry::of::<processors::Processors>(),
    Entry::of::<pool_square::PoolSquare>(),
    Entry::of::<pool_rows::PoolRows>(),
    Entry::of::<pool_commons::PoolCommons>(),
    Entry::of::<pool_programs::PoolPrograms>(),
    Entry::of::<threads::Threads>(),
    Entry::of::<timeout::Timeout>(),
    Entry::of::<race::Race>(),
    Entry::of::<semaphore::SemaphoreLesson>(),
    Entry::of::<queue::QueueLesson>(),
    Entry::of::<gil::Gil>(),
    Entry::of::<generators::Generators>(),
    Entry::of::<actors::Actors>(),
    Entry::of::<pi::Pi>(),
    Entry::of::<misbehave::Misbehave>(),
    Entry::of::<event_cost::EventCost>(),
    Entry::of::<pool_calls::PoolCalls>(),
    Entry::of::<pool_cost::PoolCost>(),
];

/// A lesson: its parameters, and the program that they turn.
pub trait Lesson: Parameters {
    /// What a reader sees before the first run.
    const ABOUT: About;
    /// Functions that its pools call in processes.
    const FUNCTIONS: &'static [FunctionEntry] = &[];
    /// Groups of actors that it starts in processes.
    const GROUPS: &'static [GroupEntry] = &[];
    /// What the record's `result` holds.
    type Outcome: Serialize;

    /// What must be there before the run begins.
    fn needs(&self) -> Needs;

    /// The program.
    ///
    /// # Errors
    /// Whatever of [`Error`] applies.
    fn run(self, context: Context) -> impl Future<Output = Result<Self::Outcome, Error>> + 'static;
}

/// What a lesson is about, in words.
#[derive(Debug, Serialize)]
pub struct About {
    /// Its id: in addresses, on the command line, in records.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The chapter of the lectures that it belongs to.
    pub chapter: &'static str,
    /// What it is, in a few sentences.
    pub summary: &'static str,
    /// What to look for, and what to change next.
    pub look_for: &'static [&'static str],
    /// The lectures' own parameters, by the names of their programs.
    pub presets: &'static [Preset],
    /// Whether it is about memory that threads share, so that it cannot run without.
    pub needs_shared_memory: bool,
    /// The page of Python's documentation that it is about.
    pub docs: Link,
    /// The Python that it mirrors.
    pub python: &'static str,
    /// Where its source stands, and what the source is: `source!()`.
    pub rust: Source,
    /// Whether it is left out of every list.
    #[serde(skip)]
    pub hidden: bool,
}

impl About {
    /// Without the texts in a browser's engine: there they stand in the catalogue, which the page
    /// has before the engine, and would only make the engine larger.
    const fn carried(self) -> Self {
        if cfg!(target_family = "wasm") {
            Self {
                summary: "",
                look_for: &[],
                python: "",
                ..self
            }
        } else {
            self
        }
    }
}

/// Parameters with a name.
#[derive(Debug, Serialize)]
pub struct Preset {
    /// The name.
    pub name: &'static str,
    /// A JSON object of parameters.
    pub params: &'static str,
}

/// A page elsewhere.
#[derive(Debug, Serialize)]
pub struct Link {
    /// What it is called.
    pub title: &'static str,
    /// Where it is.
    pub url: &'static str,
}

/// A file of this crate.
#[derive(Debug, Serialize)]
pub struct Source {
    /// Its path.
    pub path: &'static str,
    /// Its text. Only the native binary, which writes the catalogue, carries it.
    pub source: &'static str,
}

/// The file that this stands in, taken as it was compiled.
macro_rules! source {
    ($name:literal) => {
        $crate::lessons::Source {
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

/// A lesson as the registry knows it.
#[derive(Debug)]
pub struct Entry {
    /// What it is about.
    pub about: About,
    /// Functions that its pools call in processes.
    pub functions: &'static [FunctionEntry],
    /// Groups of actors that it starts in processes.
    pub groups: &'static [GroupEntry],
    schema: fn() -> Value,
    prepare: fn(Option<&Value>, &Value) -> Result<Ready, Error>,
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
            schema: schema::of::<L>,
            prepare: prepare::<L>,
        }
    }

    /// The JSON Schema of its parameters, the same in every build.
    pub fn schema(&self) -> Value {
        (self.schema)()
    }

    /// The parameters that a run would have, or what is wrong with them.
    pub(crate) fn prepare(&self, preset: Option<&str>, given: &Value) -> Result<Ready, Error> {
        let preset = preset.map(|name| self.preset(name)).transpose()?;
        (self.prepare)(preset.as_ref(), given)
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

impl Preset {
    /// Its parameters.
    pub fn value(&self) -> Value {
        // A test holds every preset to be what its lesson allows.
        serde_json::from_str(self.params).unwrap_or_default()
    }
}

fn prepare<L: Lesson>(preset: Option<&Value>, given: &Value) -> Result<Ready, Error> {
    let lesson: L = parameters::resolve(L::ABOUT.id, preset, given)?;
    let params = serde_json::to_value(&lesson)
        .map_err(|error| Error::failed(format!("the parameters could not be written: {error}")))?;
    Ok(Ready {
        params,
        needs: lesson.needs(),
        run: Box::new(|context| {
            let run = async { to_value(lesson.run(context).await?) };
            run.boxed_local()
        }),
    })
}

fn to_value(outcome: impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(outcome)
        .map_err(|error| Error::failed(format!("the result could not be written: {error}")))
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
