//! A semaphore: so many at a time, and no order.

mod about;

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::{Semaphore, Series, Thread, sleep};
use crate::engine::{Lesson, Needs};
use crate::platform::events;
use crate::platform::lock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Threads go in and out of a place that has room for some of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SemaphoreLesson {
    /// How many may be inside at a time.
    #[serde(default = "permits")]
    #[schemars(title = "Permits", range(min = 1, max = 64))]
    permits: u32,

    /// How many threads there are.
    #[serde(default = "threads")]
    #[schemars(title = "Threads", range(min = 1, max = 64))]
    threads: u32,

    /// How often each goes in.
    #[serde(default = "rounds")]
    #[schemars(title = "Rounds", extend("x-unit" = "per thread"), range(max = 10_000))]
    rounds: u32,

    /// How long each stays inside.
    #[serde(default = "hold_ms")]
    #[schemars(title = "Hold", extend("x-unit" = "ms"), range(max = 60_000))]
    hold_ms: u32,

    /// How long each stays outside before it comes again.
    #[serde(default = "pause_ms")]
    #[schemars(title = "Pause", extend("x-unit" = "ms"), range(max = 60_000))]
    pause_ms: u32,
}

fn permits() -> u32 {
    3
}
fn threads() -> u32 {
    8
}
fn rounds() -> u32 {
    4
}
fn hold_ms() -> u32 {
    100
}
fn pause_ms() -> u32 {
    50
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    max_inside: usize,
    /// By each thread.
    acquired: Vec<u32>,
}

/// Who is inside, as the threads themselves count it: the semaphore is not asked, or a wrong one
/// would not be found out.
#[derive(Debug)]
struct Inside {
    now: usize,
    most: usize,
    over_time: Series,
    /// Who went in, in the order of going in.
    entered: Vec<u32>,
}

impl Inside {
    fn enter(&mut self, thread: u32) {
        self.entered.push(thread);
        self.change(self.now + 1);
    }

    fn leave(&mut self) {
        self.change(self.now - 1);
    }

    fn change(&mut self, to: usize) {
        self.now = to;
        self.most = self.most.max(to);
        self.over_time.record(to);
    }
}

/// Whether each round has all threads in the order of the first.
fn are_turns(entered: &[u32], threads: usize) -> bool {
    let mut later = entered.iter().zip(entered.iter().skip(threads));
    later.all(|(before, after)| before == after)
}

impl Lesson for SemaphoreLesson {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads(self.threads as usize)
    }

    fn determined(&self) -> &'static [&'static str] {
        // How many of several that may be inside are there at once is chance.
        match self.permits {
            1 => &["max_inside", "acquired"],
            _ => &["acquired"],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let semaphore = Arc::new(Semaphore::new(self.permits));
        // Not the lessons' own kind of lock: nobody waits for it long enough to be shown.
        let inside = Arc::new(Mutex::new(Inside {
            now: 0,
            most: 0,
            over_time: Series::starting_at(0),
            entered: Vec::new(),
        }));
        let hold = Duration::from_millis(self.hold_ms.into());
        let pause = Duration::from_millis(self.pause_ms.into());
        let mut running = Vec::new();
        for thread in 1..=self.threads {
            let (semaphore, inside) = (semaphore.clone(), inside.clone());
            let work = move |context: &Context| {
                for round in 1..=self.rounds {
                    if !semaphore.acquire(context.cancel()) {
                        return round - 1;
                    }
                    lock(&inside).enter(thread);
                    events::holding("a permit", "inside", Some(round.into()));
                    context.print(format!("thread {thread}: inside, round {round}"));
                    let stopped = !hold.is_zero() && !context.cancel().sleep(hold);
                    lock(&inside).leave();
                    // Said before, so that the next one inside is not seen beside this one.
                    events::running("outside", Some(round.into()));
                    semaphore.release();
                    if stopped || !sleep(context, pause) {
                        return round;
                    }
                }
                self.rounds
            };
            running.push(Thread::start(&context, thread, work)?);
        }
        let mut acquired = Vec::new();
        for thread in &mut running {
            acquired.extend(thread.join(None).await?);
        }
        context.check()?;
        let inside = lock(&inside);
        let over_time = inside.over_time.since(context.began_us());
        context.metric("inside", json!(over_time));
        if self.threads > 1 && self.rounds > 1 {
            let in_turn = are_turns(&inside.entered, self.threads as usize);
            context.answer(usize::from(!in_turn));
        }
        Ok(Outcome {
            max_inside: inside.most,
            acquired,
        })
    }
}
