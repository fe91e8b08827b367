//! `thread-example.py`, `threading-simple.py`, `threads.py`: threads that print, each in its time.

mod about;

use crate::contract::Error;
use crate::contract::parameters::{Refusal, names_differ};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::{Thread, sleep};
use crate::engine::{Lesson, Needs};
use crate::platform::clock;
use crate::platform::lock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Threads that each print a line, so many times, with a pause before each.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Threads {
    /// The threads: what each is called, how long it waits before a line, how many lines, and
    /// what they say. In a text {name}, {number} and {time} stand for the thread's name, the
    /// line's number and the time of day.
    #[serde(default = "threads")]
    #[schemars(title = "Threads", length(min = 1, max = 64))]
    threads: Vec<Printer>,
}

/// One thread.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Printer {
    /// Its name.
    #[schemars(length(min = 1, max = 40))]
    name: String,
    /// How long it waits before each line.
    #[serde(default)]
    #[schemars(extend("x-unit" = "ms"), range(max = 60_000))]
    delay_ms: u32,
    /// How many lines it prints.
    #[serde(default = "once")]
    #[schemars(range(max = 1_000))]
    repeats: u32,
    /// What a line says.
    #[serde(default = "text")]
    #[schemars(length(max = 200))]
    text: String,
}

fn once() -> u32 {
    1
}

fn text() -> String {
    "{name}: {time}".into()
}

fn printer(name: &str, delay_ms: u32) -> Printer {
    Printer {
        name: name.into(),
        delay_ms,
        repeats: 5,
        text: text(),
    }
}

fn threads() -> Vec<Printer> {
    vec![printer("Thread-1", 200), printer("Thread-2", 400)]
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// Names, in the order in which they ended.
    finished: Vec<String>,
    /// {name: how many it printed}.
    lines: Map<String, Value>,
}

/// How long the slowest thread waits, and how long all of them one after the other.
fn durations_ms(threads: &[Printer]) -> (f64, f64) {
    let each = || {
        let waits = |one: &Printer| f64::from(one.delay_ms) * f64::from(one.repeats);
        threads.iter().map(waits)
    };
    (each().fold(0.0, f64::max), each().sum())
}

/// The time of day, as UTC, from microseconds since the epoch.
fn time_of_day(now_us: f64) -> String {
    let seconds = (now_us / 1e6) as u64;
    let (hours, minutes) = (seconds / 3_600 % 24, seconds / 60 % 60);
    let ms = (now_us / 1e3) as u64 % 1_000;
    format!("{hours:02}:{minutes:02}:{:02}.{ms:03} UTC", seconds % 60)
}

impl Lesson for Threads {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        names_differ("threads", self.threads.iter().map(|one| one.name.as_str()))
    }

    fn needs(&self) -> Needs {
        Needs::of_threads(self.threads.len())
    }

    fn determined(&self) -> &'static [&'static str] {
        &["lines"]
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let (slowest, one_by_one) = durations_ms(&self.threads);
        let begin = clock::now_us();
        let finished = Arc::new(Mutex::new(Vec::new()));
        let mut running = Vec::new();
        for (worker, thread) in (1..).zip(self.threads.clone()) {
            let finished = finished.clone();
            running.push(Thread::start(&context, worker, move |context| {
                let delay = Duration::from_millis(thread.delay_ms.into());
                let mut lines = 0;
                while lines < thread.repeats && sleep(context, delay) {
                    lines += 1;
                    let line = thread.text.replace("{name}", &thread.name);
                    let line = line.replace("{number}", &lines.to_string());
                    context.print(line.replace("{time}", &time_of_day(clock::now_us())));
                }
                let mut finished = lock(&finished);
                finished.push(thread.name);
                lines
            })?);
        }
        let mut lines = Map::new();
        for (thread, started) in running.iter_mut().zip(self.threads) {
            let printed = thread.join(None).await?.unwrap_or_default();
            lines.insert(started.name, printed.into());
        }
        context.check()?;
        // What lies between the two must be more than chance.
        if one_by_one - slowest >= 100.0 {
            let took_ms = (clock::now_us() - begin) / 1e3;
            context.answer(match (took_ms - slowest) / (one_by_one - slowest) {
                0.67.. => 2,
                0.33.. => 1,
                _ => 0,
            });
        }
        let finished = std::mem::take(&mut *lock(&finished));
        Ok(Outcome { finished, lines })
    }
}
