//! The two-thread semaphore: so many at a time, and no order.

use super::{About, Lesson, Link, Needs, Preset, source};
use crate::contract::Error;
use crate::engine::Context;
use crate::engine::threading::{Semaphore, Thread, sleep};
use crate::platform::events;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Threads go in and out of a place that has room for some of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
pub struct SemaphoreLesson {
    /// How many may be inside at a time.
    #[serde(default = "permits")]
    #[garde(range(min = 1, max = 64))]
    #[schemars(title = "Permits")]
    permits: u32,

    /// How many threads there are.
    #[serde(default = "threads")]
    #[garde(range(min = 1, max = 64))]
    #[schemars(title = "Threads")]
    threads: u32,

    /// How often each goes in.
    #[serde(default = "rounds")]
    #[garde(range(max = 10_000))]
    #[schemars(title = "Rounds", extend("x-unit" = "per thread"))]
    rounds: u32,

    /// How long each stays inside.
    #[serde(default)]
    #[garde(range(max = 60_000))]
    #[schemars(title = "Hold", extend("x-unit" = "ms"))]
    hold_ms: u32,

    /// How long each stays outside before it comes again.
    #[serde(default = "pause_ms")]
    #[garde(range(max = 60_000))]
    #[schemars(title = "Pause", extend("x-unit" = "ms"))]
    pause_ms: u32,
}

fn permits() -> u32 {
    1
}
fn threads() -> u32 {
    2
}
fn rounds() -> u32 {
    5
}
fn pause_ms() -> u32 {
    250
}

/// What came out.
#[derive(Debug, Serialize)]
pub struct Outcome {
    max_inside: u32,
    acquired: Vec<u32>,
}

impl Lesson for SemaphoreLesson {
    const ABOUT: About = About {
        id: "semaphore",
        title: "So many at a time",
        chapter: "Semaphores and queues",
        summary: "A semaphore has a number of permits. Whoever wants in takes one, and waits where \
                  none is left; whoever goes out gives one back. With one permit it is a lock. It \
                  promises that never more are inside than there are permits, and nothing else: \
                  not that the threads alternate, nor that who came first goes first.",
        look_for: &[
            "Two threads, one permit. Do they take turns? Who made sure of that: the semaphore, or \
             the pause?",
            "Set the pause to 0 and the hold to 20. The one that has just gone out may well be the \
             first to go in again.",
            "Eight threads, three permits: count who is inside at any time, and who waits.",
        ],
        presets: &[
            Preset {
                name: "two threads",
                params: r#"{"permits": 1, "threads": 2, "rounds": 5, "hold_ms": 0, "pause_ms": 250}"#,
            },
            Preset {
                name: "three of eight",
                params: r#"{"permits": 3, "threads": 8, "rounds": 4, "hold_ms": 60, "pause_ms": 20}"#,
            },
        ],
        needs_shared_memory: true,
        docs: Link {
            title: "threading: semaphore objects",
            url: "https://docs.python.org/3/library/threading.html#semaphore-objects",
        },
        python: r"from threading import Semaphore, Thread
from time import sleep

semaphore = Semaphore(1)

def work(name):
    for number in range(5):
        with semaphore:
            print(name, number)
        sleep(0.25)

threads = [Thread(target=work, args=(name,)) for name in ('one', 'two')]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
",
        rust: source!("semaphore.rs"),
        hidden: false,
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        let threads = self.threads as usize;
        Needs {
            workers: threads,
            threads,
            shared_memory: true,
            ..Needs::default()
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let semaphore = Arc::new(Semaphore::new(self.permits));
        let inside = Arc::new(AtomicU32::new(0));
        let most = Arc::new(AtomicU32::new(0));
        let hold = Duration::from_millis(self.hold_ms.into());
        let pause = Duration::from_millis(self.pause_ms.into());
        let mut running = Vec::new();
        for thread in 1..=self.threads {
            let (semaphore, inside, most) = (semaphore.clone(), inside.clone(), most.clone());
            let work = move |context: &Context| {
                for round in 1..=self.rounds {
                    if !semaphore.acquire(context.cancel()) {
                        return round - 1;
                    }
                    let now = inside.fetch_add(1, Ordering::AcqRel) + 1;
                    most.fetch_max(now, Ordering::AcqRel);
                    events::running("inside", Some(round.into()));
                    context.print(format!("thread {thread}: inside, round {round}"));
                    let stopped = !hold.is_zero() && !context.cancel().sleep(hold);
                    inside.fetch_sub(1, Ordering::AcqRel);
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
        Ok(Outcome {
            max_inside: most.load(Ordering::Acquire),
            acquired,
        })
    }
}
