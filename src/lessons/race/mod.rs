//! "Threads share memory": several threads count in one place.

mod about;

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::Thread;
use crate::engine::{Lesson, Needs};
use crate::platform::logical_processors;
use crate::platform::sync::Mutex;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::sync::atomic::{self, AtomicU64};
use std::sync::{Arc, Barrier};

/// Several threads add to one number, with a guard or without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Race {
    /// How many threads count.
    #[serde(default = "threads")]
    #[schemars(title = "Threads", range(min = 1, max = 64))]
    threads: u32,

    /// How often each adds one.
    #[serde(default = "increments")]
    #[schemars(title = "Increments", extend("x-unit" = "per thread"), range(max = 10_000_000))]
    increments: u64,

    /// What keeps the threads from getting in each other's way.
    #[serde(default)]
    #[schemars(title = "Guard")]
    guard: Guard,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Guard {
    /// Nothing: each reads the number, and then writes it back one larger.
    #[default]
    None,
    /// A lock: only who holds it reads and writes.
    Lock,
    /// One operation of the processor that reads and writes at once.
    Atomic,
}

fn threads() -> u32 {
    4
}

fn increments() -> u64 {
    100_000
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    expected: u64,
    actual: u64,
    lost: u64,
}

/// The number, guarded in either way.
#[derive(Debug)]
struct Number {
    bare: AtomicU64,
    locked: Mutex<u64>,
}

impl Number {
    fn add_one(&self, guard: Guard) {
        match guard {
            Guard::None => {
                // Two operations, between which another thread may do the same. (As one
                // unguarded access it would be undefined what the program does at all.)
                let read = self.bare.load(atomic::Ordering::Relaxed);
                self.bare.store(read + 1, atomic::Ordering::Relaxed);
            }
            Guard::Lock => *self.locked.lock() += 1,
            Guard::Atomic => {
                self.bare.fetch_add(1, atomic::Ordering::Relaxed);
            }
        }
    }

    fn value(&self, guard: Guard) -> u64 {
        match guard {
            Guard::Lock => *self.locked.lock(),
            Guard::None | Guard::Atomic => self.bare.load(atomic::Ordering::Relaxed),
        }
    }
}

impl Lesson for Race {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads(self.threads as usize)
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let Self {
            threads,
            increments,
            guard,
        } = self;
        let number = Arc::new(Number {
            bare: AtomicU64::new(0),
            locked: Mutex::new("the lock", 0),
        });
        // They begin together: to start a thread takes longer than to count.
        let start = Arc::new(Barrier::new(threads as usize));
        let mut running = Vec::new();
        for thread in 1..=threads {
            let (number, start) = (number.clone(), start.clone());
            running.push(Thread::start(&context, thread, move |context| {
                start.wait();
                for increment in 0..increments {
                    if increment % 4_096 == 0 && context.cancel().is_set() {
                        return;
                    }
                    number.add_one(guard);
                }
            })?);
        }
        for thread in &mut running {
            thread.join(None).await?;
        }
        context.check()?;

        let expected = u64::from(threads) * increments;
        let actual = number.value(guard);
        let lost = expected - actual;
        if guard == Guard::None && threads > 1 && increments > 0 {
            context.answer(match actual.cmp(&expected) {
                Ordering::Equal => 0,
                Ordering::Less => 1,
                Ordering::Greater => 2,
            });
        }
        context.print(format!("{expected} additions, and the number is {actual}"));
        context.print(match (guard, lost) {
            (Guard::None, 0) => format!(
                "nothing was lost this time, which proves nothing: try more threads or more \
                 increments{}",
                match logical_processors() {
                    1 => "; with one processor threads only take turns",
                    _ => "",
                }
            ),
            (Guard::None, lost) => format!("{lost} were lost"),
            (Guard::Lock, _) => "none was lost: the lock let one thread in at a time".into(),
            (Guard::Atomic, _) => "none was lost: nobody can get between read and write".into(),
        });
        Ok(Outcome {
            expected,
            actual,
            lost,
        })
    }
}
