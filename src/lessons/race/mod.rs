//! "Threads share memory": several threads count in one place.

mod about;
mod lost;

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::Thread;
use crate::engine::{Lesson, Needs};
use crate::platform::clock;
use crate::platform::sync::Mutex;
use lost::{Addition, lost_update};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
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

    /// How many steps a thread takes between reading the number and writing it back: how wide the
    /// window is in which another may come between. A step takes some nanoseconds.
    #[serde(default = "pause")]
    #[schemars(title = "Pause", extend("x-unit" = "steps"), range(max = 1_000_000))]
    pause: u64,
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
    100
}

fn pause() -> u64 {
    100_000
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    expected: u64,
    actual: u64,
    lost: u64,
}

/// How many turns of an empty loop of compiled code a step is.
const TURNS_OF_A_STEP: u64 = 16;

/// How many of its additions a thread keeps, from its first: enough to find a lost one among them.
const KEPT: usize = 1_000;

/// How many of its takings of the lock a thread shows, from its first, though it did not have to
/// wait: with the waits they fit into a lane.
const SHOWN: u64 = 300;

/// The number, guarded in either way.
#[derive(Debug)]
struct Number {
    bare: AtomicU64,
    locked: Mutex<u64>,
}

impl Number {
    /// Adds one, and gives the number that was read.
    fn add_one(&self, guard: Guard, pause: u64, increment: u64) -> u64 {
        match guard {
            Guard::None => {
                // Two operations, between which another thread may do the same. (As one
                // unguarded access it would be undefined what the program does at all.)
                let read = self.bare.load(Relaxed);
                wait(pause);
                self.bare.store(read + 1, Relaxed);
                read
            }
            Guard::Lock if increment < SHOWN => {
                let mut number = self.locked.hold("adds one", increment + 1);
                add_under_lock(&mut number, pause)
            }
            Guard::Lock => add_under_lock(&mut self.locked.lock(), pause),
            Guard::Atomic => {
                wait(pause);
                self.bare.fetch_add(1, Relaxed)
            }
        }
    }

    fn value(&self, guard: Guard) -> u64 {
        match guard {
            Guard::Lock => *self.locked.lock(),
            Guard::None | Guard::Atomic => self.bare.load(Relaxed),
        }
    }
}

/// The same two operations, by who holds the lock.
fn add_under_lock(number: &mut u64, pause: u64) -> u64 {
    let read = *number;
    wait(pause);
    *number = read + 1;
    read
}

/// So many steps. Each takes some nanoseconds, about as long as a turn of an empty loop in Python.
fn wait(pause: u64) {
    let turns = pause * TURNS_OF_A_STEP;
    let mut turn = 0;
    while turn < turns {
        // Or the compiler would leave the loop out.
        turn = black_box(turn + 1);
    }
}

impl Lesson for Race {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads(self.threads as usize)
    }

    fn determined(&self) -> &'static [&'static str] {
        match self.guard {
            Guard::None if self.threads > 1 => &["expected"],
            _ => &["expected", "actual", "lost"],
        }
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let Self {
            threads,
            increments,
            guard,
            pause,
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
                let mut kept = Vec::with_capacity(KEPT);
                start.wait();
                for increment in 0..increments {
                    if (pause > 0 || increment % 4_096 == 0) && context.cancel().is_set() {
                        break;
                    }
                    if guard == Guard::None && kept.len() < KEPT {
                        // The clock is read outside the window, which stays as wide as it is.
                        let read_us = clock::now_us();
                        let value = number.add_one(guard, pause, increment);
                        let write_us = clock::now_us();
                        kept.push(Addition {
                            thread,
                            value,
                            read_us,
                            write_us,
                        });
                    } else {
                        number.add_one(guard, pause, increment);
                    }
                }
                kept
            })?);
        }
        let mut kept = Vec::new();
        for thread in &mut running {
            kept.extend(thread.join(None).await?.unwrap_or_default());
        }
        context.check()?;

        let expected = u64::from(threads) * increments;
        let actual = number.value(guard);
        let lost = expected - actual;
        // That this run lost nothing says nothing of the next: then there is no answer.
        if lost > 0 {
            context.answer(LESS);
            if let Some(lost_update) = lost_update(kept, context.began_us()) {
                context.metric("lost_update", lost_update);
            }
        }
        context.print(format!("{expected} additions, and the number is {actual}"));
        context.print(match (guard, lost) {
            (Guard::None, 0) if threads == 1 || increments == 0 => {
                "none was lost: nobody came in between".into()
            }
            (Guard::None, 0) => "This run lost none. It could have: run it again.".into(),
            (Guard::None, 1) => "1 was lost".into(),
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

/// The number of the answer that some additions are lost.
const LESS: usize = 1;
