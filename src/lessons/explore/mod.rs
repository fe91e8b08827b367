//! The shortest schedule that breaks a program in Python.
#![cfg_attr(
    not(feature = "python"),
    expect(dead_code, reason = "without Python nothing is found")
)]

pub mod any_program;
#[cfg(feature = "python")]
mod found;
pub mod programs;

use super::prelude::*;
use super::python::check_files;
use crate::contract::parameters::Refusal;
use crate::engine::about::Question;
#[cfg(feature = "python")]
use crate::engine::replace_beyond;
use serde_json::{Map, Value};
use std::marker::PhantomData;

/// What a lesson of this kind is about: its texts, and the program that it begins with.
pub trait Topic: 'static {
    /// Its texts.
    const ABOUT: About;
    /// The text of its program.
    const PROGRAM: &'static str;

    /// The same, as a parameter's default.
    fn program() -> String {
        Self::PROGRAM.into()
    }
}

/// What the search is, and what it is not: said in each of these lessons.
pub const DETAILS: &[&str] = &[
    "The search runs the program under one schedule after another: an order of the steps of its threads. A step is one access \
     to something that two threads can reach, or one call of threading or queue. First come the schedules in which a thread \
     goes on until it waits or ends, then those with one preemption, where a thread that could have gone on is interrupted, \
     then those with two. So the first that breaks the program is also the shortest.",
    "It claims no more than it has looked at. Only orders of steps are tried, one at a time: what a processor's memory may \
     reorder is not, nor that a call of a built-in such as sum(shared) is several steps without the GIL. Time does not pass: \
     a thread that sleeps may go on at any later step, for sleep is no synchronisation.",
];

/// What is asked before the first search of a lesson's own program.
pub const QUESTION: Question = Question {
    text: "Its threads take their steps in one order or another. In how many orders does this program go wrong?",
    answers: &["In none", "In some", "In all"],
};

/// A program in Python, and how far its schedules are searched.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(bound = "T: Topic")]
#[schemars(bound = "T: Topic", rename = "Explore")]
pub struct Explore<T> {
    /// The text of `main.py`.
    #[serde(default = "T::program")]
    #[schemars(title = "Program")]
    program: String,

    /// Further files by their names, which lie beside it: {"helper.py": "…"}.
    #[serde(default)]
    #[schemars(title = "Files")]
    files: Map<String, Value>,

    /// What the program is started with: `sys.argv[1:]`.
    #[serde(default)]
    #[schemars(title = "Arguments", length(max = 1_000))]
    arguments: Vec<String>,

    /// What `input()` and `sys.stdin` read.
    #[serde(default)]
    #[schemars(title = "Input")]
    input: String,

    /// Where threads may change: before any step, or only where CPython with its lock changes them.
    #[serde(default)]
    #[schemars(title = "Threads switch")]
    switches: Switches,

    /// Every schedule with at most so many preemptions is run; where nothing breaks, the search goes on while there is time.
    #[serde(default = "max_preemptions")]
    #[schemars(title = "Preemptions, at most", range(min = 0, max = 6))]
    max_preemptions: u32,

    /// After so long the search ends, and says how far it came.
    #[serde(default = "budget_ms")]
    #[schemars(title = "Budget", extend("x-unit" = "ms"), range(min = 100, max = 600_000))]
    budget_ms: u32,

    /// Makes chance repeat itself: the search's, and that of `random`.
    #[serde(default)]
    #[schemars(title = "Seed", range(min = 0, max = 4_294_967_295u32))]
    seed: u32,

    /// A schedule's text: that one alone is run.
    #[serde(default)]
    #[schemars(title = "Schedule")]
    schedule: Option<String>,

    /// Of that schedule: the step that is shown first.
    #[serde(default)]
    #[schemars(title = "Step", range(min = 0, max = 20_000))]
    step: Option<u32>,

    #[serde(skip)]
    topic: PhantomData<T>,
}

/// Where threads may change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Switches {
    /// Before any step, as free threads may.
    #[default]
    #[schemars(title = "anywhere")]
    Any,
    /// Only where CPython with its lock may change threads.
    #[schemars(title = "only where CPython’s GIL does")]
    Gil,
}

fn max_preemptions() -> u32 {
    3
}

fn budget_ms() -> u32 {
    10_000
}

/// What was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Outcome {
    /// What follows from it.
    verdict: Verdict,
    /// Whether every schedule that was seen breaks the program.
    always: bool,
    /// The different endings.
    outcomes: Vec<Ending>,
    /// How many different schedules were run to their end.
    schedules_run: u64,
    /// Every schedule with at most so many preemptions was run; null where not even those without were.
    completed_preemptions: Option<u32>,
    /// Whether no schedule is left that could end otherwise.
    exhaustive: bool,
    /// What is beyond the search's control.
    why: Vec<String>,
    /// The names of the threads of the schedule that shows it best, by their numbers.
    threads: Vec<String>,
    /// The steps of that schedule.
    steps: Vec<Step>,
    /// What goes wrong in it.
    conflict: Option<Conflict>,
}

#[cfg(feature = "python")]
impl Outcome {
    /// The number of the answer to [`QUESTION`]; none where too little is known.
    fn answer(&self) -> Option<usize> {
        match self.verdict {
            Verdict::Holds => Some(0),
            Verdict::Differs if self.exhaustive => Some(0),
            Verdict::Breaks if !self.always => Some(1),
            Verdict::Breaks if self.exhaustive => Some(2),
            _ => None,
        }
    }
}

/// What follows: the first of these that is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Verdict {
    /// A schedule ends in an exception, a deadlock or a livelock.
    Breaks,
    /// Endings differ.
    Differs,
    /// Every schedule ends the same, and none is left.
    Holds,
    /// Every schedule with at most `completed_preemptions` ends the same.
    HoldsWithin,
    /// Something is not controlled, or too little was looked at.
    Undecided,
}

/// In what way a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    /// All threads ended.
    Finished,
    /// An exception that nobody caught, or a status other than 0.
    Raised,
    /// No thread could go on.
    Deadlock,
    /// It would have gone on for ever.
    Livelock,
}

/// An ending, and the shortest schedule that leads there.
#[derive(Debug, Serialize, JsonSchema)]
struct Ending {
    /// In what way it ended.
    kind: Kind,
    /// What it printed; of a traceback the last line.
    output: String,
    /// Its exit status.
    exit: u8,
    /// The exception that nobody caught.
    exception: Option<Exception>,
    /// How many schedules were seen to lead there.
    schedules: u64,
    /// The text of the shortest of them; null where it has none that is short enough.
    schedule: Option<String>,
    /// How many of its switches are preemptions.
    preemptions: u32,
    /// How often the thread changes.
    switches: usize,
    /// How many steps it has.
    steps: usize,
    /// Whether there is none shorter.
    shortest: bool,
    /// Of a deadlock: who waits for what.
    waits_for: Vec<Wait>,
}

/// An exception, and where it was raised.
#[derive(Debug, Serialize, JsonSchema)]
struct Exception {
    /// The thread's name.
    thread: String,
    /// Its class.
    r#type: String,
    /// Its text.
    message: String,
    /// The file of the line that raised it.
    file: String,
    /// The line's number, from 1.
    line: u32,
}

/// A thread that waits.
#[derive(Debug, Serialize, JsonSchema)]
struct Wait {
    /// The thread's name.
    thread: String,
    /// Its number.
    number: u32,
    /// What it waits for.
    r#for: String,
    /// The name of the thread that has it.
    held_by: Option<String>,
    /// The file in which it waits.
    file: String,
    /// The line, from 1.
    line: u32,
}

/// A step of a schedule.
#[derive(Debug, Serialize, JsonSchema)]
struct Step {
    /// The number of its thread; main is 0.
    thread: u32,
    /// The file.
    file: String,
    /// The line, from 1.
    line: u32,
    /// Where it begins in the line, in characters from 0.
    column: u32,
    /// And where it ends.
    end_column: u32,
    /// What it does.
    operation: String,
    /// To what.
    object: String,
    /// The value before, where it changes one.
    before: Option<String>,
    /// The value that was read, or is there now.
    after: Option<String>,
    /// What its thread holds.
    holds: Vec<String>,
    /// Which threads wait, by their numbers, and for what.
    waits_for: Vec<Waiting>,
    /// What it printed.
    output: String,
    /// The threads that could have taken this step, by their numbers.
    could: Vec<u32>,
    /// Why the thread of the step before did not go on, where this one is another's.
    switch: Option<Switch>,
}

/// A change of threads.
#[derive(Debug, Serialize, JsonSchema)]
struct Switch {
    /// The number of the thread that did not go on.
    from: u32,
    /// Why not.
    why: Why,
}

/// Why a thread did not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Why {
    /// It could have: a preemption.
    Preempted,
    /// It has ended.
    Ended,
    /// It waits.
    Blocked,
    /// It sleeps.
    Sleeps,
    /// It reads the same again and again.
    Spins,
}

/// A thread that waits while another takes a step.
#[derive(Debug, Serialize, JsonSchema)]
struct Waiting {
    /// The thread's number.
    thread: u32,
    /// What it waits for.
    r#for: String,
    /// The file in which it waits.
    file: String,
    /// The line, from 1.
    line: u32,
}

/// What goes wrong, by its pattern.
#[derive(Debug, Serialize, JsonSchema)]
struct Conflict {
    /// The pattern.
    kind: Pattern,
    /// The steps that make it, by their places in `steps`, from 0.
    steps: Vec<usize>,
    /// What it is about.
    object: String,
    /// It in a sentence.
    says: String,
}

/// The known patterns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
enum Pattern {
    /// One thread reads, another writes, the first writes what comes of its read.
    LostUpdate,
    /// One thread reads and decides, another writes, the first acts as it has decided.
    CheckThenAct,
    /// Threads wait for each other in a circle.
    LockOrder,
    /// A thread was woken before it waited.
    LostWakeUp,
    /// None of these.
    Other,
}

impl<T: Topic> Lesson for Explore<T> {
    const ABOUT: About = T::ABOUT;
    type Outcome = Outcome;

    fn check(&self) -> Result<(), Refusal> {
        check_files(&self.program, &self.files)
    }

    fn needs(&self) -> Needs {
        #[cfg(feature = "python")]
        let threads = crate::python::THREADS_AT_FIRST;
        #[cfg(not(feature = "python"))]
        let threads = 0;
        Needs {
            workers: 1,
            threads,
            shared_memory: true,
            ..Needs::default()
        }
    }

    #[cfg(not(feature = "python"))]
    async fn run(self, _: Context) -> Result<Outcome, Error> {
        Err(super::python::without_python())
    }

    #[cfg(feature = "python")]
    async fn run(self, context: Context) -> Result<Outcome, Error> {
        replace_beyond(768 << 20);
        let fingerprint = found::fingerprint(&self);
        let plan = found::plan(&self, &fingerprint)?;
        let is_search = self.schedule.is_none();
        let program = found::program(self);
        let explored = crate::python::search(&context, program, plan).await?;
        let outcome = found::outcome(explored, &fingerprint);
        if let Some(answer) = outcome.answer().filter(|_| is_search) {
            context.answer(answer);
        }
        Ok(outcome)
    }
}
