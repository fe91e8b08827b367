//! "Manually scheduled threads": generators that take turns because somebody makes them.

mod about;

use crate::contract::parameters::{Refusal, names_differ};
use crate::contract::{Error, What};
use crate::engine::Context;
use crate::engine::about::About;
use crate::engine::parameters::Seed;
use crate::engine::{Lesson, Needs};
use crate::pi::philox::{Words, pick};
use crate::platform::events;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Tasks that go on step by step, in the order that a scheduler chooses.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Generators {
    /// The tasks: what each is called, how many steps it takes, and how important it is (the
    /// larger, the more).
    #[serde(default = "tasks")]
    #[schemars(title = "Tasks", length(min = 1, max = 100))]
    tasks: Vec<Task>,

    /// Who may take the next step.
    #[serde(default)]
    #[schemars(title = "Schedule")]
    schedule: Schedule,

    /// Where the random schedule starts.
    #[serde(default)]
    #[schemars(title = "Seed")]
    seed: Seed,
}

/// One task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Task {
    /// Its name.
    #[schemars(length(min = 1, max = 40))]
    name: String,
    /// How many steps it takes.
    #[schemars(range(max = 1_000))]
    steps: u32,
    /// How important it is.
    #[serde(default)]
    #[schemars(range(min = -1_000, max = 1_000))]
    priority: i32,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Schedule {
    /// Each in turn.
    #[default]
    RoundRobin,
    /// The most important that is left; of equals the one named first.
    Priority,
    /// Any that is left, by lot.
    Random,
}

fn task(name: &str, steps: u32) -> Task {
    Task {
        name: name.into(),
        steps,
        priority: 0,
    }
}

fn tasks() -> Vec<Task> {
    vec![task("A", 3), task("B", 5), task("C", 2)]
}

/// What came out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// Names, one a step.
    order: Vec<String>,
}

/// A task as a generator: each `next` takes a step, and says which.
struct Generator {
    name: String,
    priority: i32,
    steps: Box<dyn Iterator<Item = u32>>,
}

impl Generator {
    fn new(task: Task) -> Self {
        Self {
            name: task.name,
            priority: task.priority,
            steps: Box::new(1..=task.steps),
        }
    }
}

/// Which of those that are left goes next; `next` is the place after the one that went before.
fn choose(schedule: Schedule, left: &[Generator], next: usize, chance: &mut Words) -> usize {
    match schedule {
        Schedule::RoundRobin => next % left.len(),
        Schedule::Priority => {
            let most = left.iter().map(|task| task.priority).max();
            left.iter()
                .position(|task| Some(task.priority) == most)
                .unwrap_or_default()
        }
        Schedule::Random => {
            let word = chance.next().unwrap_or_default();
            pick(word, 0, left.len() as i64) as usize
        }
    }
}

impl Lesson for Generators {
    const ABOUT: About = about::ABOUT;
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        names_differ("tasks", self.tasks.iter().map(|one| one.name.as_str()))
    }

    fn needs(&self) -> Needs {
        Needs {
            workers: 1,
            ..Needs::default()
        }
    }

    fn determined(&self) -> &'static [&'static str] {
        &["order"]
    }

    async fn run(self, context: Context) -> Result<Outcome, Error> {
        let most = self.tasks.iter().map(|task| task.steps).max();
        let are_equal = self.tasks.iter().all(|task| Some(task.steps) == most);
        let longest = |name: &String| {
            let mut tasks = self.tasks.iter();
            tasks.any(|task| task.name == *name && Some(task.steps) == most)
        };
        let mut chance = Words::from(self.seed.0, 0);
        let mut left: Vec<Generator> = self.tasks.iter().cloned().map(Generator::new).collect();
        let mut order = Vec::new();
        let mut next = 0;
        while !left.is_empty() {
            let chosen = choose(self.schedule, &left, next, &mut chance);
            let task = &mut left[chosen];
            match task.steps.next() {
                Some(step) => {
                    events::emit(What::run(task.name.clone(), Some(step.into())));
                    context.print(format!("{}: step {step}", task.name));
                    order.push(task.name.clone());
                    next = chosen + 1;
                }
                // It has ended, and whoever was behind it stands in its place.
                None => {
                    left.remove(chosen);
                    next = chosen;
                }
            }
            context.breathe().await?;
        }
        if let Some(last) = order.last().filter(|_| !are_equal) {
            context.answer(usize::from(!longest(last)));
        }
        Ok(Outcome { order })
    }
}
