//! What the benchmarks need: the cost of one event, measured where events are made. Not listed.

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::{Lesson, Needs};
use crate::lessons::source;
use crate::platform::events::{self, ROOM};
use crate::platform::{clock, has_threads, parallel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::hint::black_box;

/// Writes events, and measures what one costs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventCost {
    /// How often as many events are written as a lane has room for.
    #[serde(default = "rounds")]
    #[schemars(title = "Rounds", range(min = 1, max = 10_000))]
    rounds: u32,
}

fn rounds() -> u32 {
    200
}

/// Nanoseconds each.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// An event that is kept.
    kept_ns: f64,
    /// An event for which there is no room.
    left_out_ns: f64,
    /// A reading of the clock alone.
    clock_ns: f64,
}

impl Lesson for EventCost {
    const ABOUT: About = About {
        id: "event-cost",
        title: "What an event costs",
        chapter: "Benchmarks",
        summary: "For benchmarks.",
        rust: source!("workbench/event_cost.rs"),
        hidden: true,
        ..About::EMPTY
    };
    type Outcome = Outcome;

    fn needs(&self) -> Needs {
        Needs {
            workers: 1,
            parallel: has_threads(),
            ..Needs::default()
        }
    }

    async fn run(self, _context: Context) -> Result<Outcome, Error> {
        let rounds = self.rounds;
        // On a worker where there is one, because that is where events are made.
        if has_threads() {
            parallel::spawn(move || measure(rounds)).await
        } else {
            Ok(measure(rounds))
        }
    }
}

fn measure(rounds: u32) -> Outcome {
    let mut kept_us = 0.0;
    for round in 0..rounds {
        // A lane of its own for each round, as empty as one that was just taken from.
        let lane = events::Sink::default().lane(round);
        let _entered = events::enter(lane);
        kept_us += time_us(|item| events::running("chunk", Some(item)));
    }
    let lane = events::Sink::default().lane(0);
    let _entered = events::enter(lane);
    time_us(|item| events::running("chunk", Some(item)));
    let mut left_out_us = 0.0;
    let mut clock_us = 0.0;
    for _ in 0..rounds {
        left_out_us += time_us(|item| events::running("chunk", Some(item)));
        clock_us += time_us(|_| {
            black_box(clock::now_us());
        });
    }
    let each_ns = |us: f64| us * 1e3 / (f64::from(rounds) * ROOM as f64);
    Outcome {
        kept_ns: each_ns(kept_us),
        left_out_ns: each_ns(left_out_us),
        clock_ns: each_ns(clock_us),
    }
}

/// How long it takes to do something as often as a lane has room for events.
fn time_us(mut something: impl FnMut(u64)) -> f64 {
    let begin = clock::now_us();
    for item in 0..ROOM as u64 {
        something(item);
    }
    clock::now_us() - begin
}
