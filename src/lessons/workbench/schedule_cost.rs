//! What the benchmarks need: how many schedules of a small program are searched in a second, where the program itself costs next to
//! nothing. Not listed.

use crate::contract::Error;
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::{Lesson, Needs};
use crate::explore::{
    Ended, How, Limits, Object, Phase, Progress, Run, State, Stop, Subject, Thread, Touch, Turns,
    drive, find,
};
use crate::lessons::source;
use crate::platform::{clock, has_threads, parallel};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Searches the schedules of threads that read and write one variable in turn.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScheduleCost {
    /// How many threads the program has.
    #[serde(default = "threads")]
    #[schemars(title = "Threads", range(min = 1, max = 64))]
    threads: u32,

    /// How many steps each takes.
    #[serde(default = "steps")]
    #[schemars(title = "Steps", range(min = 2, max = 1_000))]
    steps: u32,

    /// How many schedules are taken by chance.
    #[serde(default = "schedules")]
    #[schemars(title = "Schedules", range(min = 1, max = 1_000_000))]
    schedules: u32,
}

fn threads() -> u32 {
    3
}

fn steps() -> u32 {
    20
}

fn schedules() -> u32 {
    10_000
}

/// Schedules, and the time that they took.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// How many were run by chance.
    by_chance: u64,
    /// In how many milliseconds.
    by_chance_ms: f64,
    /// How many there are with at most two preemptions, all of which were run.
    in_levels: u64,
    /// In how many milliseconds.
    in_levels_ms: f64,
}

impl Lesson for ScheduleCost {
    const ABOUT: About = About {
        id: "schedule-cost",
        title: "What a schedule costs",
        chapter: "Benchmarks",
        summary: "For benchmarks.",
        rust: source!("workbench/schedule_cost.rs"),
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
        // On a worker where there is one: the coordinator does not block.
        if has_threads() {
            parallel::spawn(move || measure(&self)).await
        } else {
            Ok(measure(&self))
        }
    }
}

fn measure(plan: &ScheduleCost) -> Outcome {
    let search = |random_runs, last: fn(Phase) -> bool| {
        let limits = Limits {
            most_preemptions: 2,
            random_runs,
            ..Limits::default()
        };
        let began_us = clock::now_us();
        let mut spent = |progress: Progress| f64::from(u8::from(!last(progress.phase)));
        let found = find(&mut Program::of(plan), &limits, &mut spent);
        (found, (clock::now_us() - began_us) / 1e3)
    };
    let (found, by_chance_ms) = search(plan.schedules, |phase| phase == Phase::Random);
    let by_chance = found.runs;
    let (found, in_levels_ms) = search(0, |phase| phase != Phase::Rest);
    Outcome {
        by_chance,
        by_chance_ms,
        in_levels: found.levels.iter().sum(),
        in_levels_ms,
    }
}

/// Threads that read a variable and write it, one more than they have read.
struct Program {
    threads: u32,
    steps: u32,
}

impl Program {
    fn of(plan: &ScheduleCost) -> Self {
        Self {
            threads: plan.threads,
            steps: plan.steps,
        }
    }

    fn thread(number: u32, step: u32) -> Thread {
        Thread {
            number,
            is_daemon: false,
            state: State::Ready,
            touches: vec![Touch {
                object: Object(0),
                writes: step % 2 == 1,
            }],
            place: step.into(),
        }
    }
}

impl Subject for Program {
    type End = u64;

    fn run<T: Turns>(&mut self, turns: T) -> (T, Option<Ended<u64>>) {
        let run = Running {
            threads: (0..self.threads)
                .map(|number| Self::thread(number, 0))
                .collect(),
            registers: vec![0; self.threads as usize],
            variable: 0,
            steps: self.steps,
        };
        drive(run, turns)
    }
}

struct Running {
    /// Those that have steps left.
    threads: Vec<Thread>,
    registers: Vec<u64>,
    variable: u64,
    steps: u32,
}

impl Run for Running {
    type End = u64;

    fn threads(&self) -> &[Thread] {
        &self.threads
    }

    fn step(&mut self, thread: u32, _: How) -> Option<u64> {
        let at = self.threads.iter().position(|one| one.number == thread)?;
        let register = &mut self.registers[thread as usize];
        let step = self.threads[at].place as u32;
        let reads = step.is_multiple_of(2);
        match reads {
            true => *register = self.variable,
            false => self.variable = *register + 1,
        }
        match step + 1 < self.steps {
            true => self.threads[at] = Program::thread(thread, step + 1),
            false => {
                self.threads.remove(at);
            }
        }
        reads.then_some(*register)
    }

    fn end(self, _: Stop) -> Ended<u64> {
        Ended {
            raised: false,
            is_endless: false,
            end: self.variable,
        }
    }
}
