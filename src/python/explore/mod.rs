//! The schedules of a program searched: the subject that `crate::explore` runs again and again.
//!
//! | file | what it holds |
//! | --- | --- |
//! | `scopes` | which names of a program more than one thread can reach |
//! | `rewrite` | the program rewritten: a point before each operation on what others can reach |
//! | `point` | what a point does, once its thread may go on |
//! | `baton` | one thread at a time: who has the baton runs, up to its next step |
//! | `calls`, `module`, `lib/` | the model of `threading` and `queue`, an atomic step for each call |
//! | `imports` | what a program imports |
//! | `run` | a run of the program, as if for the first time |
//! | `conflict` | what goes wrong in a schedule, by its pattern |
//! | `values` | which values can change, and how they are shown |

mod baton;
mod calls;
mod conflict;
mod imports;
mod module;
mod point;
mod rewrite;
mod run;
mod scopes;
mod values;

pub(super) use baton::{check, is_exploring, is_over};
pub(super) use module::module_def;
pub(super) use run::compile;

pub use conflict::{Conflict, Pattern};

use super::life::Life;
use super::system::Place;
use super::{Program, own};
use crate::contract::Error;
use crate::explore::{
    Found, Kind, Limits, Object, Phase, Progress, Schedule, Script, Switch, Taken, Then, Verdict,
    find, replay,
};
use crate::platform::{clock, lock};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::compiler::Mode;
use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};
use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

/// What is searched for.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whether threads change only where CPython with its lock changes them.
    pub gil: bool,
    /// Up to how many preemptions every schedule is run.
    pub most_preemptions: u32,
    /// After so many milliseconds it ends.
    pub budget_ms: u64,
    /// Makes chance repeat itself, the search's and the program's.
    pub seed: u64,
    /// One schedule alone.
    pub script: Option<Script>,
}

/// What a search has found.
#[derive(Debug)]
pub struct Explored {
    /// What follows.
    pub verdict: Verdict,
    /// The different endings, as they were seen.
    pub outcomes: Vec<Outcome>,
    /// How many different schedules were run to their end.
    pub schedules_run: u64,
    /// The highest level of preemptions of which every schedule was run.
    pub completed_preemptions: Option<u32>,
    /// Whether none is left that could end otherwise.
    pub is_exhaustive: bool,
    /// What is beyond the search's control.
    pub why: Vec<String>,
    /// The names of the threads of the schedule that shows it best, by their numbers.
    pub threads: Vec<String>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// Which of the outcomes that is.
    pub shown: Option<usize>,
    /// What goes wrong in it.
    pub conflict: Option<Conflict>,
}

/// An ending.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// In what way it ended.
    pub kind: Kind,
    /// What it printed.
    pub output: String,
    /// What it wrote to standard error: of tracebacks the last line.
    pub errors: String,
    /// Its exit status.
    pub exit: u8,
    /// The exception that nobody caught: the first.
    pub exception: Option<super::Raised>,
    /// How many schedules lead there.
    pub schedules: u64,
    /// The shortest.
    pub schedule: Schedule,
    /// Whether there is none shorter.
    pub is_shortest: bool,
    /// Of a deadlock: the thread, what it waits for, who has that.
    pub waits_for: Vec<Wait>,
}

/// A thread that waits.
#[derive(Debug, Clone)]
pub struct Wait {
    /// The thread's number.
    pub thread: u32,
    /// Its name.
    pub name: String,
    /// What it waits for.
    pub what: String,
    /// The name of the thread that has it.
    pub held_by: Option<String>,
    /// The file in which it waits.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
}

/// A step of a schedule.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// The number of its thread.
    pub thread: u32,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: u32,
    /// Where in the line it begins, in characters from 0, and where it ends.
    pub column: u32,
    /// See `column`.
    pub end_column: u32,
    /// What it does.
    pub operation: String,
    /// To what.
    pub object: String,
    /// The value before, where it changes one.
    pub before: Option<String>,
    /// The value that was read, or is there now.
    pub after: Option<String>,
    /// What its thread holds, after it.
    pub holds: Vec<String>,
    /// Who waits for what.
    pub waits_for: Vec<Wait>,
    /// What it printed.
    pub output: String,
    /// The threads that could have taken this step.
    pub could: Vec<u32>,
    /// Where the step before was another thread's: which, and why that did not go on.
    pub switch: Option<(u32, Switch)>,
    /// What it touches.
    number: Object,
    /// Whether it changes that.
    writes: bool,
    /// Whether the program decides by what it has read.
    is_tested: bool,
    /// The address of its point, where it has one.
    point: usize,
}

/// So many outcomes are run again for their names at most.
const MOST_TOLD: usize = 50;

/// What makes processes.
const PROCESSES: [&str; 4] = [
    "multiprocessing",
    "subprocess",
    "concurrent.futures.process",
    "ProcessPoolExecutor",
];
/// What of the library lets something else decide when a thread goes on.
const BEYOND: [&str; 8] = [
    "_thread",
    "asyncio",
    "concurrent.futures",
    "selectors",
    "signal",
    "socket",
    "ctypes",
    // It prints while it holds a lock of its own: nobody is seen to come between two of its lines.
    "logging",
];

const START: &str = include_str!("lib/start.py");
const THREADING: &str = include_str!("lib/threading.py");
const QUEUE: &str = include_str!("lib/queue.py");

/// The program runs a text that it has made: its names are not seen to be those of the program.
pub(super) fn meets_text() {
    if is_exploring() {
        baton::uncontrolled("exec or eval of a text".into());
    }
}

/// Searches the schedules of a program. The interpreter has been made ready for it.
///
/// # Errors
/// [`Error::InvalidParameter`] where the program does not compile, or wants processes, or the schedule is not one of its;
/// [`Error::Failed`] where the search itself does not begin.
pub(super) fn search(
    life: &Arc<Life>,
    program: &Program,
    plan: &Plan,
    place: &Place,
    vm: &VirtualMachine,
) -> Result<Explored, Error> {
    let began_us = clock::now_us();
    if let Err(error) = vm.compile(&program.text, Mode::Exec, &place.file) {
        let error = error.into_pyexception(vm, Some(&program.text));
        let raised = own::told(&error, vm);
        return Err(Error::invalid(
            "program",
            format!(
                "it does not compile: {}: {} (line {}); allowed is a Python program",
                raised.class, raised.message, raised.line
            ),
        ));
    }
    let imported = imports::of(program);
    if let Some((module, line)) = imported
        .iter()
        .find(|(name, _)| PROCESSES.contains(&name.as_str()))
    {
        return Err(Error::invalid(
            "program",
            format!(
                "line {line} imports {module}, and a search is of threads only; allowed are programs without processes"
            ),
        ));
    }
    baton::begin_search(plan.gil);
    for (module, line) in imported
        .iter()
        .filter(|(name, _)| BEYOND.contains(&name.as_str()))
    {
        baton::uncontrolled(format!(
            "line {line} imports {module}, which the search does not control"
        ));
    }
    let explored = searched(life, program, plan, place, began_us, vm);
    run::let_go();
    baton::end_search();
    explored
}

fn searched(
    life: &Arc<Life>,
    program: &Program,
    plan: &Plan,
    place: &Place,
    began_us: f64,
    vm: &VirtualMachine,
) -> Result<Explored, Error> {
    let failed = |error: PyBaseExceptionRef| {
        let mut text = String::new();
        let _ = vm.write_exception(&mut text, &error);
        Error::failed(format!("the search did not begin: {text}"))
    };
    let mut runs = ready(life, program, plan, place, vm).map_err(failed)?;
    let budget_us = plan.budget_ms as f64 * 1e3;
    runs.deadline_us = began_us + budget_us;
    let limits = Limits {
        most_preemptions: plan.most_preemptions,
        seed: plan.seed,
        ..Limits::default()
    };
    if let Some(script) = &plan.script {
        return replayed(&mut runs, script, &limits);
    }
    let found = loop {
        let mut spent = |progress: Progress| {
            let spent_us = clock::now_us() - began_us;
            let spent_ms = (spent_us / 1e3).min(budget_us / 1e3);
            life.context
                .progress_with_counts(spent_ms, budget_us / 1e3, "ms", || counted(progress));
            match baton::is_to_begin_again() || life.context.cancel().is_set() {
                true => 1.0,
                false => spent_us / budget_us,
            }
        };
        let found = find(&mut runs, &limits, &mut spent);
        if !baton::begins_again() {
            break found;
        }
    };
    Ok(told(&mut runs, found, &limits))
}

/// How far a search is: how many schedules it has run, and the preemptions of those that it runs now.
fn counted(progress: Progress) -> Vec<(Cow<'static, str>, f64)> {
    let mut counts = vec![("schedules".into(), progress.schedules as f64)];
    if let Phase::Level(level) = progress.phase {
        counts.push(("preemptions".into(), f64::from(level)));
    }
    counts
}

/// The program, ready to be run again and again.
fn ready<'a>(
    life: &Arc<Life>,
    program: &Program,
    plan: &Plan,
    place: &Place,
    vm: &'a VirtualMachine,
) -> PyResult<run::Runs<'a>> {
    let own_modules: HashSet<String> = program
        .files
        .iter()
        .filter_map(|(name, _)| name.strip_suffix(".py"))
        .map(|name| name.trim_end_matches("/__init__").replace('/', "."))
        .collect();
    *lock(&run::OWN_MODULES) = own_modules.clone();
    let code = run::compile(&program.text, Mode::Exec, &place.file, vm)
        .ok_or_else(|| vm.new_runtime_error("the program does not compile"))?;
    let own = vm.import("_explore", 0)?;
    own.set_attr("Left", baton::left_type(vm), vm)?;
    let names = vm.new_scope_with_builtins();
    let start = vm
        .compile(
            START,
            Mode::Exec,
            format!("{}/_explored.py", super::library::ROOT),
        )
        .map_err(|error| error.into_pyexception(vm, Some(START)))?;
    vm.run_code_obj(start, names.clone())?;
    let threading = run::model("threading.py", THREADING, vm)?;
    let queue = run::model("queue.py", QUEUE, vm)?;
    let own_modules: Vec<PyObjectRef> = own_modules
        .iter()
        .map(|name| vm.ctx.new_str(name.as_str()).into())
        .collect();
    let input = match &program.input {
        super::Input::Text(text) | super::Input::Asked(text) => text.as_str(),
        super::Input::Own => "",
    };
    names.globals.as_object().get_item("start", vm)?.call(
        (
            threading,
            queue,
            vm.ctx.new_list(own_modules),
            vm.ctx.new_str(input),
            vm.ctx.new_int(plan.seed),
        ),
        vm,
    )?;
    run::Runs::new(vm, code, &place.file, &names.globals, life.clone())
}

/// After so many runs, and so many, a schedule is one of the program's, or not.
const LEARNS: [u32; 3] = [25, 250, 1_000];

/// Runs a program until nothing more turns out to be shared: what two threads touch is not known before, and a schedule is of the
/// program as it is when that is known.
fn learn(runs: &mut run::Runs<'_>, most: u32, limits: &Limits) {
    loop {
        let limits = Limits {
            most_preemptions: 1,
            random_runs: most * 4 / 5,
            ..*limits
        };
        let deadline_us = runs.deadline_us;
        let mut left = most;
        find(runs, &limits, &mut |_| {
            left = left.saturating_sub(1);
            let is_over = left == 0 || baton::is_to_begin_again() || clock::now_us() > deadline_us;
            f64::from(u8::from(is_over))
        });
        if !baton::begins_again() {
            return;
        }
    }
}

/// One schedule alone.
fn replayed(runs: &mut run::Runs<'_>, script: &Script, limits: &Limits) -> Result<Explored, Error> {
    runs.records = true;
    let mut learns = LEARNS.into_iter();
    let again = loop {
        let Some(runs_at_most) = learns.next() else {
            unreachable!("the last attempt has ended it");
        };
        learn(runs, runs_at_most, limits);
        match replay(runs, script, Then::GoOn, limits.most_steps) {
            Ok(again) => break again,
            // More may turn out to be shared, and so to be steps.
            Err(_) if learns.len() > 0 && clock::now_us() < runs.deadline_us => {}
            Err(not_there) => {
                return Err(Error::invalid(
                    "schedule",
                    format!(
                        "{not_there} in this program; allowed is a schedule that a search of it gave"
                    ),
                ));
            }
        }
    };
    let mut written = std::mem::take(&mut runs.written);
    let threads = std::mem::take(&mut written.threads);
    let why = baton::why();
    let outcome = again.ending.map(|ending| Outcome {
        kind: ending.kind,
        output: ending.end.stdout,
        errors: ending.end.stderr,
        exit: ending.end.exit,
        exception: ending.end.exception.map(raised),
        schedules: 1,
        schedule: again.schedule,
        is_shortest: false,
        waits_for: written.waits_for.clone(),
    });
    let verdict = match &outcome {
        Some(outcome) if outcome.kind != Kind::Finished => Verdict::Breaks { always: false },
        _ => Verdict::Undecided,
    };
    let conflict = outcome
        .as_ref()
        .filter(|outcome| outcome.kind != Kind::Finished)
        .map(|outcome| conflict::of(&written, outcome.kind));
    Ok(Explored {
        verdict,
        shown: outcome.is_some().then_some(0),
        outcomes: outcome.into_iter().collect(),
        schedules_run: 1,
        completed_preemptions: None,
        is_exhaustive: false,
        why,
        threads,
        steps: steps_of(written, &again.taken),
        conflict,
    })
}

/// The steps of a run, each with who could have taken it.
fn steps_of(written: run::Written, taken: &[Taken]) -> Vec<Step> {
    let mut steps = written.steps;
    for (step, taken) in steps.iter_mut().zip(taken) {
        step.could.clone_from(&taken.could);
        step.switch = taken.switch;
    }
    steps
}

fn raised(exception: run::Exception) -> super::Raised {
    super::Raised {
        thread: exception.thread,
        class: exception.class,
        message: exception.message,
        file: exception.file,
        line: exception.line,
    }
}

/// What was found, with the steps of what shows it best.
fn told(runs: &mut run::Runs<'_>, found: Found<run::End>, limits: &Limits) -> Explored {
    let mut why = baton::why();
    if !found.is_controlled {
        why.push(
            "the same schedule, run twice, was not the same: the program depends on something that is not controlled".into(),
        );
    }
    let verdict = found.verdict(why.is_empty());
    let completed_preemptions = found.completed_preemptions();
    let mut outcomes: Vec<Outcome> = found
        .outcomes
        .all
        .into_iter()
        .map(|outcome| Outcome {
            kind: outcome.ending.kind,
            output: outcome.ending.end.stdout,
            errors: outcome.ending.end.stderr,
            exit: outcome.ending.end.exit,
            exception: outcome.ending.end.exception.map(raised),
            schedules: outcome.schedules,
            schedule: outcome.schedule,
            is_shortest: outcome.is_shortest,
            waits_for: Vec::new(),
        })
        .collect();
    let shown = shown(&outcomes);
    let mut threads = Vec::new();
    let mut steps = Vec::new();
    let mut conflict = None;
    runs.deadline_us = f64::INFINITY;
    runs.records = true;
    for (at, outcome) in outcomes.iter_mut().enumerate() {
        let is_shown = shown == Some(at);
        if !is_shown && (outcome.kind != Kind::Deadlock || at >= MOST_TOLD) {
            continue;
        }
        let script = Script::Whole(outcome.schedule.threads.clone());
        let Ok(again) = replay(runs, &script, Then::GoOn, limits.most_steps) else {
            continue;
        };
        let mut written = std::mem::take(&mut runs.written);
        outcome.waits_for.clone_from(&written.waits_for);
        if is_shown {
            if outcome.kind != Kind::Finished || matches!(verdict, Verdict::Differs) {
                conflict = Some(conflict::of(&written, outcome.kind));
            }
            threads = std::mem::take(&mut written.threads);
            steps = steps_of(written, &again.taken);
        }
    }
    Explored {
        verdict,
        outcomes,
        schedules_run: found.schedules,
        completed_preemptions,
        // What is not controlled may end it otherwise.
        is_exhaustive: found.is_exhaustive && why.is_empty(),
        why,
        threads,
        steps,
        shown,
        conflict,
    }
}

/// The outcome that shows it best: the shortest that is broken; where none is, the one that the fewest schedules lead to.
fn shown(outcomes: &[Outcome]) -> Option<usize> {
    let broken = (0..outcomes.len())
        .filter(|at| outcomes[*at].kind != Kind::Finished)
        .min_by_key(|at| outcomes[*at].schedule.length());
    broken.or_else(|| {
        (0..outcomes.len())
            .min_by_key(|at| (outcomes[*at].schedules, outcomes[*at].schedule.length()))
    })
}
