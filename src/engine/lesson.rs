//! What a lesson is: its parameters, its program, and what it needs before it can begin.

use super::about::About;
use super::context::Context;
use super::targets::{FunctionEntry, GroupEntry, TargetEntry};
use crate::contract::parameters::{self, Parameters, Refusal};
use crate::contract::read::read;
use crate::contract::{Error, schema};
use crate::engine::parameters::Kind;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;
use std::future::Future;
use std::pin::Pin;

/// A lesson: its fields are the parameters, and its methods the program.
pub trait Lesson: Parameters {
    /// What a reader sees before the first run.
    const ABOUT: About;
    /// Functions that its pools call in processes.
    const FUNCTIONS: &'static [FunctionEntry] = &[];
    /// Groups of actors that it starts in processes.
    const GROUPS: &'static [GroupEntry] = &[];
    /// Targets of its own that its processes run.
    const TARGETS: &'static [TargetEntry] = &[];
    /// What the record's `result` holds. Its documentation is that of the contract.
    type Outcome: Serialize + JsonSchema;

    /// Whether the parameters go together: what their schema cannot say of them.
    ///
    /// # Errors
    /// The parameter that is not allowed, and why.
    fn check(&self) -> Result<(), Refusal> {
        Ok(())
    }

    /// What must be there before the run begins.
    fn needs(&self) -> Needs;

    /// The keys of the result that these parameters determine: every run gives them the same
    /// values, and so does the lesson's Python, which prints them as its last line, in JSON.
    /// One within another is named with a dot between them: `threads.sees_thread_local`.
    fn determined(&self) -> &'static [&'static str] {
        &[]
    }

    /// The program.
    ///
    /// # Errors
    /// Whatever of [`Error`] applies.
    fn run(self, context: Context) -> impl Future<Output = Result<Self::Outcome, Error>> + 'static;
}

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
    /// Of a lesson about this many threads over one memory.
    pub fn of_threads(threads: usize) -> Self {
        Self {
            workers: threads,
            threads,
            shared_memory: true,
            ..Self::default()
        }
    }

    /// Of a lesson with one pool of this many workers of this kind.
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

/// A lesson as a registry holds it.
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
    #[cfg(not(page_engine))]
    outcome: fn() -> Value,
    read: fn(Value) -> serde_json::Result<Box<dyn Program>>,
}

/// A lesson with its parameters, whichever it is.
trait Program {
    fn params(&self) -> serde_json::Result<Value>;
    fn check(&self) -> Result<(), Refusal>;
    fn needs(&self) -> Needs;
    fn determined(&self) -> &'static [&'static str];
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

    fn determined(&self) -> &'static [&'static str] {
        Lesson::determined(self)
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
    /// The keys of the result that they determine.
    pub determined: &'static [&'static str],
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
            #[cfg(not(page_engine))]
            outcome: schema::of::<L::Outcome>,
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

    /// The JSON Schema of the record's `result`.
    #[cfg(not(page_engine))]
    pub fn outcome(&self) -> Value {
        (self.outcome)()
    }

    /// What a run with these parameters needs.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where they are not allowed.
    pub fn needs(&self, params: &Value) -> Result<Needs, Error> {
        Ok(self.prepare(None, params)?.needs)
    }

    /// The keys of the result that these parameters determine.
    ///
    /// # Errors
    /// [`Error::InvalidParameter`] where they are not allowed.
    pub fn determined(
        &self,
        preset: Option<&str>,
        params: &Value,
    ) -> Result<&'static [&'static str], Error> {
        Ok(self.prepare(preset, params)?.determined)
    }

    /// The parameters that a run would have, or what is wrong with them.
    pub(crate) fn prepare(&self, preset: Option<&str>, given: &Value) -> Result<Ready, Error> {
        let id = self.about.id;
        let values = self.given(preset, given)?;
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
            determined: program.determined(),
            run: Box::new(|context| program.run(context)),
        })
    }

    /// The parameters that were given, over those of the preset; without defaults.
    pub(crate) fn given(&self, preset: Option<&str>, given: &Value) -> Result<Value, Error> {
        let preset = preset.map(|name| self.preset(name)).transpose()?;
        parameters::resolve(self.about.id, &self.schema(), preset.as_ref(), given)
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
    Error::wrong_request(format!("parameters of {lesson}: {error}"))
}
