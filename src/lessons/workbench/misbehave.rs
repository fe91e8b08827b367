//! What the tests need: a lesson that fails in every way a lesson can. No list shows it.

use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::Kind;
use crate::engine::pool::{Function, FunctionEntry, Method, Pool};
use crate::engine::{Lesson, Needs};
use crate::lessons::source;
use crate::platform::{self, farm, has_threads, parallel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::future::pending;
use std::time::Duration;

/// Fails, in the way that is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Misbehave {
    /// The way.
    #[serde(default = "how")]
    #[schemars(title = "How")]
    how: How,
}

fn how() -> How {
    How::Fail
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum How {
    /// A task of a pool of threads raises an error.
    Fail,
    /// A task of a pool of processes raises an error.
    FailInProcess,
    /// A process of a pool panics.
    PanicInProcess,
    /// A thread of the farm panics.
    PanicOnThread,
    /// A worker of the data-parallel pool panics.
    PanicInParallel,
    /// The coordinator panics.
    PanicInMain,
    /// A thread asks for more memory than there can be.
    ExhaustMemory,
    /// Awaits for ever, and hears Stop.
    WaitForEver,
    /// A thread works for ever, and looks at nothing.
    LoopForEver,
    /// The coordinator works for ever, and hears nothing.
    LoopInMain,
}

#[derive(Debug, Serialize, Deserialize)]
struct Raise {
    panics: bool,
}

impl Function for Raise {
    const NAME: &'static str = "raise";
    type Input = i64;
    type Output = i64;

    fn call(&self, x: &i64) -> Result<i64, TaskError> {
        assert!(!self.panics, "a task panicked as it was told to");
        Err(TaskError::new("ValueError", format!("{x} is not welcome")))
    }
}

impl Lesson for Misbehave {
    const ABOUT: About = About {
        id: "misbehave",
        title: "Every way to fail",
        chapter: "Tests",
        summary: "For tests.",
        rust: source!("workbench/misbehave.rs"),
        hidden: true,
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[FunctionEntry::of::<Raise>()];
    type Outcome = ();

    fn needs(&self) -> Needs {
        Needs {
            workers: 2,
            threads: 2,
            parallel: has_threads(),
            shared_memory: false,
        }
    }

    async fn run(self, context: Context) -> Result<(), Error> {
        let in_pool = async |kind, panics| {
            let pool = Pool::new(&context, 2, kind).await?;
            let inputs = vec![1, 2, 3];
            pool.run(&context, Method::Map, Raise { panics }, inputs, 0)
                .await
                .map(drop)
        };
        context.print("about to misbehave");
        // The line is seen before what follows, which may let nobody see anything.
        platform::sleep(SEEN).await;
        match self.how {
            How::Fail => in_pool(Kind::Threads, false).await,
            How::FailInProcess => in_pool(Kind::Processes, false).await,
            How::PanicInProcess => in_pool(Kind::Processes, true).await,
            How::PanicOnThread => farm::spawn(|| panic!("a thread panicked as told"))?.await,
            How::PanicInParallel => {
                parallel::spawn(|| panic!("a parallel worker panicked as told")).await
            }
            How::PanicInMain => panic!("the coordinator panicked as told"),
            How::ExhaustMemory => {
                farm::spawn(|| {
                    let mut hoard: Vec<Vec<u8>> = Vec::new();
                    loop {
                        let mut more = Vec::new();
                        if more.try_reserve_exact(1 << 28).is_err() {
                            drop(std::hint::black_box(Vec::<u8>::with_capacity(1 << 28)));
                            panic!("memory ran out");
                        }
                        hoard.push(more);
                        // Natively there may be no end to it.
                        assert!(hoard.len() < 64, "memory ran out");
                    }
                })?
                .await
            }
            How::WaitForEver => {
                futures_lite::future::or(context.cancel().wait(), pending()).await;
                Err(Error::Cancelled)
            }
            How::LoopForEver => farm::spawn(|| loop_for_ever())?.await,
            How::LoopInMain => loop_for_ever(),
        }
    }
}

/// Several times as long as events wait to be taken.
const SEEN: Duration = Duration::from_millis(250);

fn loop_for_ever() -> ! {
    loop {
        std::hint::spin_loop();
    }
}
