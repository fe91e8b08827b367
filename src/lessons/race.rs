//! "Threads share memory": several threads count in one place.

use super::{About, Lesson, Link, Needs, Preset, source};
use crate::contract::Error;
use crate::engine::Context;
use crate::engine::threading::Thread;
use crate::platform::logical_processors;
use crate::platform::sync::Mutex;
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier};

/// Several threads add to one number, with a guard or without.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema, Validate)]
pub struct Race {
    /// How many threads count.
    #[serde(default = "threads")]
    #[garde(range(min = 1, max = 64))]
    #[schemars(title = "Threads")]
    threads: u32,

    /// How often each adds one.
    #[serde(default = "increments")]
    #[garde(range(max = 10_000_000))]
    #[schemars(title = "Increments", extend("x-unit" = "per thread"))]
    increments: u64,

    /// What keeps the threads from getting in each other's way.
    #[serde(default)]
    #[garde(skip)]
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
#[derive(Debug, Serialize)]
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
                let read = self.bare.load(Ordering::Relaxed);
                self.bare.store(read + 1, Ordering::Relaxed);
            }
            Guard::Lock => *self.locked.lock() += 1,
            Guard::Atomic => {
                self.bare.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    fn value(&self, guard: Guard) -> u64 {
        match guard {
            Guard::Lock => *self.locked.lock(),
            Guard::None | Guard::Atomic => self.bare.load(Ordering::Relaxed),
        }
    }
}

impl Lesson for Race {
    const ABOUT: About = About {
        id: "race",
        title: "Threads share memory",
        chapter: "Threads",
        summary: "Four threads add one to the same number, a hundred thousand times each. To add \
                  one is to read, to add, and to write back. When two threads read the same \
                  number, both write back the same, and one of the two additions is lost. That is \
                  a race: what comes out depends on who was quicker. A lock lets one thread in at \
                  a time; an atomic operation cannot be got between.",
        look_for: &[
            "Run it without a guard, several times. How many additions are lost? Is it ever the \
             same number?",
            "Choose the lock. Nothing is lost; what does it cost? Compare the times, and look who \
             waits for the lock.",
            "Choose atomic. Nothing is lost either, and nobody waits.",
            "In CPython, since version 3.10, the same program rarely loses anything: the \
             interpreter changes threads only at some instructions, and none of them lies between \
             this read and this write. The language does not promise that; another version, or the \
             free-threaded build, may lose.",
        ],
        presets: &[
            Preset {
                name: "unguarded",
                params: r#"{"guard": "none"}"#,
            },
            Preset {
                name: "lock",
                params: r#"{"guard": "lock"}"#,
            },
            Preset {
                name: "atomic",
                params: r#"{"guard": "atomic"}"#,
            },
        ],
        needs_shared_memory: true,
        docs: Link {
            title: "threading: lock objects",
            url: "https://docs.python.org/3/library/threading.html#lock-objects",
        },
        python: r"from threading import Lock, Thread

number = 0
lock = Lock()

def count(increments):
    global number
    for _ in range(increments):
        with lock:
            number += 1

threads = [Thread(target=count, args=(100_000,)) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(number)
",
        rust: source!("race.rs"),
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
