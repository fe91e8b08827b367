//! What goes wrong in a schedule, by its pattern: said only where the steps show it.

use super::run::Written;
use super::{Step, Wait};
use crate::explore::Kind;

/// A pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pattern {
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

/// A pattern, and where it is seen.
#[derive(Debug, Clone)]
pub struct Conflict {
    /// The pattern.
    pub pattern: Pattern,
    /// The steps that make it, by their places from 0.
    pub steps: Vec<usize>,
    /// What it is about.
    pub object: String,
    /// It in a sentence.
    pub says: String,
}

/// The conflict of a run that ended so.
pub(super) fn of(written: &Written, kind: Kind) -> Conflict {
    let found = match kind {
        Kind::Deadlock => circle(written).or_else(|| woken_before(&written.steps)),
        _ => None,
    };
    let found = found.or_else(|| between(written));
    found.unwrap_or(Conflict {
        pattern: Pattern::Other,
        steps: Vec::new(),
        object: String::new(),
        says: "None of the known patterns.".into(),
    })
}

/// Threads that wait in a circle.
fn circle(written: &Written) -> Option<Conflict> {
    let waits = &written.waits_for;
    let next = |thread: &str| waits.iter().find(|wait| wait.name == thread);
    for Wait { name: first, .. } in waits {
        let mut around: Vec<&Wait> = Vec::new();
        let mut at = first.as_str();
        while let Some(wait) = next(at) {
            if around.len() > waits.len() {
                break;
            }
            around.push(wait);
            let Some(holder) = &wait.held_by else { break };
            at = holder;
            if at == first {
                let says: Vec<String> = around
                    .iter()
                    .map(|wait| {
                        let Wait { name, what, .. } = wait;
                        let holder = wait.held_by.as_deref().unwrap_or_default();
                        match what.ends_with(" to end") {
                            true => format!("{name} waits for {what}"),
                            false => format!("{name} waits for {what}, which {holder} holds"),
                        }
                    })
                    .collect();
                let steps = around
                    .iter()
                    .filter_map(|wait| {
                        let takes = |step: &Step| {
                            step.object == wait.what && step.operation.starts_with("acquire")
                        };
                        written.steps.iter().rposition(takes)
                    })
                    .collect();
                let objects: Vec<&str> = around.iter().map(|wait| wait.what.as_str()).collect();
                return Some(Conflict {
                    pattern: Pattern::LockOrder,
                    steps,
                    object: objects.join(", "),
                    says: format!("{}.", says.join("; ")),
                });
            }
        }
    }
    None
}

/// A thread waits for a call that came before.
fn woken_before(steps: &[Step]) -> Option<Conflict> {
    steps.iter().enumerate().rev().find_map(|(at, wait)| {
        if wait.operation != "wait: release" {
            return None;
        }
        let is_awake = steps[at + 1..]
            .iter()
            .any(|step| step.thread == wait.thread && step.operation.starts_with("wait: wake"));
        let woken = steps[..at].iter().rposition(|step| {
            step.object == wait.object
                && step.thread != wait.thread
                && step.operation.starts_with("notify")
        })?;
        let is_notified_again = steps[at + 1..]
            .iter()
            .any(|step| step.object == wait.object && step.operation.starts_with("notify"));
        (!is_awake && !is_notified_again).then(|| Conflict {
            pattern: Pattern::LostWakeUp,
            steps: vec![woken, at],
            object: wait.object.clone(),
            says: format!(
                "{} was notified before this thread waited, and nobody notifies it again.",
                wait.object
            ),
        })
    })
}

/// A thread comes between a read of another and what that does next.
fn between(written: &Written) -> Option<Conflict> {
    // What it does next may come when the other has ended: then it is no step.
    let steps: Vec<&Step> = written.steps.iter().chain(&written.aside).collect();
    let is_data = |step: &Step| {
        matches!(
            step.operation.as_str(),
            "read" | "write" | "call" | "delete"
        )
    };
    for (last, act) in steps.iter().enumerate().rev() {
        if !is_data(act) {
            continue;
        }
        // The one before it, of the same thread on the same thing.
        let mut of_thread = steps[..last].iter().enumerate().rev();
        let Some((first, read)) = of_thread.find(|(_, step)| {
            step.thread == act.thread && step.number == act.number && is_data(step)
        }) else {
            continue;
        };
        if read.writes {
            continue;
        }
        let write = steps[first + 1..last].iter().position(|step| {
            step.thread != act.thread && step.number == act.number && step.writes && is_data(step)
        });
        let Some(write) = write else { continue };
        let write = first + 1 + write;
        let pattern = match (read.is_tested, act.writes) {
            (true, _) => Pattern::CheckThenAct,
            (false, true) if act.operation != "call" => Pattern::LostUpdate,
            (false, _) => continue,
        };
        let object = read.object.clone();
        let says = match pattern {
            Pattern::LostUpdate => format!(
                "Between the read of {object} in line {} and the write in line {}, another thread wrote it: what that wrote is lost.",
                read.line, act.line
            ),
            _ => format!(
                "What line {} found of {object} was no longer so in line {}: another thread had changed it.",
                read.line, act.line
            ),
        };
        return Some(Conflict {
            pattern,
            steps: [first, write, last]
                .into_iter()
                .filter(|at| *at < written.steps.len())
                .collect(),
            object,
            says,
        });
    }
    None
}
