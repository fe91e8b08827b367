//! "Manually scheduled threads": generators that take turns because somebody makes them.

use super::{About, Idea, Lesson, Link, Needs, Picture, Preset, Question, source};
use crate::contract::parameters::{Refusal, Seed, names_differ};
use crate::contract::{Error, What};
use crate::engine::Context;
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
#[derive(Debug, Serialize)]
pub struct Outcome {
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
    const ABOUT: About = About {
        id: "generators",
        title: "Threads scheduled by hand",
        chapter: "Generators",
        summary: "A generator is a function that can stop in the middle and go on later. Put \
                  some of them into a list and call `next` on one after the other, and they look \
                  as if they ran at the same time. They do not: there is one worker, and whoever \
                  has it keeps it until it yields.",
        look_for: &[
            "Look at the timeline: one lane. However many tasks there are, nothing ever ran at \
             the same time.",
            "In which order do the tasks end, and why?",
        ],
        pictures: &[Picture::Steps],
        change: &[
            "Choose priority, and give C priority 1. It ends before any other has begun; the \
             others starve meanwhile.",
            "Choose random. The same seed gives the same order, and a thread’s scheduler would \
             promise no such thing.",
            "Give one task a hundred steps. It does not hold the others up: it yields after \
             each.",
        ],
        ideas: &[
            Idea {
                title: "Who decides when to stop",
                text: "Threads are stopped by the system, at any time, anywhere: that is \
                       preemptive. A generator is only ever left where it says `yield`: that is \
                       cooperative. Nobody gets in between two lines of yours, so nothing needs \
                       a lock. The price is trust: whoever never yields stops everybody.",
            },
            Idea {
                title: "From here to asyncio",
                text: "Python’s asyncio is this with a better scheduler. A coroutine is left \
                       where it says `await`, and the event loop knows what each waits for, a \
                       timer or a network, and runs those that can go on. So one thread can keep \
                       thousands of connections. It computes no quicker: still one thread.",
            },
        ],
        question: Some(Question {
            text: "The tasks do not all have the same number of steps. Which one will take the \
                   very last step?",
            answers: &["The one with the most steps", "Another one"],
        }),
        presets: &[
            Preset {
                name: "round robin",
                params: r#"{"schedule": "round-robin"}"#,
            },
            Preset {
                name: "priority",
                params: r#"{"tasks": [{"name": "A", "steps": 3}, {"name": "B", "steps": 5, "priority": 1}, {"name": "C", "steps": 2, "priority": 2}], "schedule": "priority"}"#,
            },
            Preset {
                name: "random",
                params: r#"{"schedule": "random", "seed": 1}"#,
            },
        ],
        docs: Link {
            title: "generators",
            url: "https://docs.python.org/3/tutorial/classes.html#generators",
        },
        python: r"from collections import deque

def task(name, steps):
    for step in range(1, steps + 1):
        print(f'{name}: step {step}')
        yield

ready = deque([task('A', 3), task('B', 5), task('C', 2)])
while ready:
    generator = ready.popleft()
    try:
        next(generator)
        ready.append(generator)
    except StopIteration:
        pass
",
        rust: source!("generators.rs"),
        ..About::EMPTY
    };
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
