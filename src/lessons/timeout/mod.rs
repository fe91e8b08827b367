//! `threading-timeout5.py`: to wait for a thread no longer than so long.

mod about;

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::threading::{Event, Thread};
use crate::engine::{Lesson, Needs};
use crate::platform::clock;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::Duration;

/// The main program waits for a thread, but not for ever; then it asks the thread to stop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Timeout {
    /// How long the thread waits between two ticks.
    #[serde(default = "interval_ms")]
    #[schemars(title = "Interval", extend("x-unit" = "ms"), range(min = 1, max = 60_000))]
    interval_ms: u32,

    /// How long the main program waits for the thread.
    #[serde(default = "timeout_ms")]
    #[schemars(title = "Timeout", extend("x-unit" = "ms"), range(max = 600_000))]
    timeout_ms: u32,
}

fn interval_ms() -> u32 {
    1_000
}
fn timeout_ms() -> u32 {
    5_000
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    ticks: u64,
    timed_out: bool,
    /// From the thread's start to its end.
    stopped_after_ms: f64,
}

impl Lesson for Timeout {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs::of_threads(1)
    }

    fn determined(&self) -> &'static [&'static str] {
        // Before it is asked the thread does not end.
        &["timed_out"]
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let interval = Duration::from_millis(self.interval_ms.into());
        let timeout = Duration::from_millis(self.timeout_ms.into());
        let stop = Arc::new(Event::default());
        let begin = clock::now_us();

        let asked = stop.clone();
        let mut thread = Thread::start(&context, 1, move |context| {
            let mut ticks = 0;
            // A stop of the whole run ends the wait too, and the event is not set then.
            while !asked.wait(context.cancel(), Some(interval)) && !context.cancel().is_set() {
                ticks += 1;
                context.print(format!("tick {ticks}"));
            }
            ticks
        })?;

        let mut ticks = thread.join(Some(timeout)).await?;
        let timed_out = ticks.is_none();
        let waited_ms = (clock::now_us() - begin) / 1e3;
        let is_alive = thread.is_alive();
        context.print(format!(
            "join returned after {waited_ms:.0} ms; is_alive: {is_alive}"
        ));
        context.answer(usize::from(is_alive));
        stop.set();
        if timed_out {
            ticks = thread.join(None).await?;
        }
        let stopped_after_ms = (clock::now_us() - begin) / 1e3;
        context.print(format!(
            "the event was set, and the thread ended; is_alive: {}",
            thread.is_alive()
        ));
        context.check()?;
        Ok(Outcome {
            ticks: ticks.unwrap_or_default(),
            timed_out,
            stopped_after_ms,
        })
    }
}
