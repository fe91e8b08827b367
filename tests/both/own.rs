//! A lesson, functions and a group of actors that only these tests know, and the registry that
//! hands them down.

use crate::pool_calls::PoolCalls;
use futures_lite::future::Boxed;
use manyhands::contract::{Error, TaskError};
use manyhands::engine::about::About;
use manyhands::engine::actor::{ActorError, Addresses, Group, Mailbox, System};
use manyhands::engine::parameters::Kind;
use manyhands::engine::pool::{Function, Pool};
use manyhands::engine::targets::{FunctionEntry, GroupEntry};
use manyhands::engine::{Context, Entry, Lesson, Needs, Registry};
use manyhands::lessons::{HIDDEN, LESSONS, WORKBENCH};
use manyhands::platform::{self, clock, events};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The crate's own lessons too: natively all processes are this program, whatever they run.
pub static REGISTRY: Registry = Registry {
    lessons: &[
        LESSONS,
        HIDDEN,
        WORKBENCH,
        &[
            Entry::of::<Cubes>(),
            Entry::of::<Trio>(),
            Entry::of::<PoolCalls>(),
        ],
    ],
    process_main: "tests_process_main",
};

/// What a process begins with in a browser.
#[cfg(target_family = "wasm")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn tests_process_main() {
    // Nothing has to be started for it in a browser.
    let _ = manyhands::engine::serve_process(&REGISTRY);
}

/// A pool cubes numbers.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct Cubes {
    /// The numbers.
    inputs: Vec<i64>,
    /// What the workers are.
    kind: Kind,
}

impl Lesson for Cubes {
    const ABOUT: About = About {
        id: "cubes",
        hidden: true,
        ..About::EMPTY
    };
    const FUNCTIONS: &'static [FunctionEntry] = &[
        FunctionEntry::of::<Cube>(),
        FunctionEntry::of::<Capricious>(),
        FunctionEntry::of::<Vanish>(),
    ];
    const GROUPS: &'static [GroupEntry] = &[GroupEntry::of::<Adders>()];
    type Outcome = Vec<i64>;

    fn needs(&self) -> Needs {
        Needs::of_pool(2, self.kind)
    }

    async fn run(self, context: Context) -> Result<Vec<i64>, Error> {
        let pool = Pool::new(&context, 2, self.kind).await?;
        let cubes = pool.map(Cube, self.inputs, 1).await?;
        pool.close_and_join().await?;
        Ok(cubes)
    }
}

/// Fails at a negative number.
#[derive(Debug, Serialize, Deserialize)]
struct Cube;

impl Function for Cube {
    const NAME: &'static str = "cube";
    type Input = i64;
    type Output = i64;

    fn call(&self, x: &i64) -> Result<i64, TaskError> {
        if *x < 0 {
            return Err(TaskError::new("ValueError", format!("{x} is not welcome")));
        }
        Ok(x * x * x)
    }
}

/// Gives the time of each call, so that no two ways can agree.
#[derive(Debug, Serialize, Deserialize)]
pub struct Capricious;

impl Function for Capricious {
    const NAME: &'static str = "capricious";
    type Input = u32;
    type Output = u64;

    fn call(&self, _: &u32) -> Result<u64, TaskError> {
        Ok(clock::now_us() as u64)
    }
}

/// The process is gone, and no event tells of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Vanish;

impl Function for Vanish {
    const NAME: &'static str = "vanish";
    type Input = u32;
    type Output = u32;

    fn call(&self, x: &u32) -> Result<u32, TaskError> {
        vanish();
        Ok(*x)
    }
}

#[cfg(not(target_family = "wasm"))]
fn vanish() {
    std::process::abort();
}

/// A worker that closes itself ends what it is doing, and hears nothing any more.
#[cfg(target_family = "wasm")]
fn vanish() {
    #[wasm_bindgen::prelude::wasm_bindgen]
    extern "C" {
        fn close();
    }
    close();
}

/// Two actors; the first does not like negative numbers.
#[derive(Clone, Serialize, Deserialize)]
pub struct Adders;

impl Group for Adders {
    const NAME: &'static str = "adders";
    type Message = i64;

    fn size(&self) -> u32 {
        2
    }

    fn mailbox_capacity(&self) -> usize {
        0
    }

    fn run(
        &self,
        me: u32,
        mut mailbox: Mailbox<i64>,
        _: Addresses<i64>,
    ) -> Boxed<Result<(), ActorError>> {
        Box::pin(async move {
            loop {
                let number = mailbox.recv().await?;
                if me == 0 && number < 0 {
                    return Err(ActorError::Failed(format!("{number} is not welcome")));
                }
            }
        })
    }
}

/// Sends each of three actors four messages, of which the second does not like its second.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Trio {
    /// Whether it panics then, rather than to fail.
    panics: bool,
    /// What the workers are.
    kind: Kind,
}

impl Lesson for Trio {
    const ABOUT: About = About {
        id: "trio",
        hidden: true,
        ..About::EMPTY
    };
    const GROUPS: &'static [GroupEntry] = &[GroupEntry::of::<Trio>()];
    type Outcome = ();

    fn needs(&self) -> Needs {
        Needs::of_pool(2, self.kind)
    }

    async fn run(self, context: Context) -> Result<(), Error> {
        let system = System::start(&context, 2, self.kind, &self).await?;
        for message in 0..4 {
            for actor in system.addresses().iter() {
                // The one that has failed may be known to have.
                if let Err(error) = actor.send(message).await {
                    context.print(format!("main: {error}"));
                }
            }
        }
        // By now, or in a moment, it is known to have ended, and whoever sends to it hears so.
        while system.addresses().get(1).send(4).await.is_ok() {
            context
                .unless_stopped(platform::sleep(Duration::ZERO))
                .await?;
        }
        context.print("main: nobody takes messages for actor 2");
        system.addresses().iter().for_each(|actor| actor.close());
        let mut failures = Vec::new();
        for (actor, end) in (1..).zip(system.join().await?) {
            if let Err(reason) = end.result {
                failures.push(format!("actor {actor} failed: {reason}"));
            }
        }
        Err(Error::failed(failures.join("; ")))
    }
}

impl Group for Trio {
    const NAME: &'static str = "trio";
    type Message = u32;

    fn size(&self) -> u32 {
        3
    }

    fn mailbox_capacity(&self) -> usize {
        0
    }

    fn run(
        &self,
        me: u32,
        mut mailbox: Mailbox<u32>,
        _: Addresses<u32>,
    ) -> Boxed<Result<(), ActorError>> {
        let panics = self.panics;
        Box::pin(async move {
            loop {
                let message = mailbox.recv().await?;
                if (me, message) == (1, 1) {
                    assert!(!panics, "an actor panicked as told");
                    return Err(ActorError::Failed(format!("{message} is not welcome")));
                }
                events::print(format!("actor {}: took {message}", me + 1));
            }
        })
    }
}
