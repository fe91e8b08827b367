//! From the lesson's parameters to a search, and from what that has found to the lesson's result.

use super::{
    Conflict, Ending, Exception, Explore, Kind, Outcome, Pattern, Step, Switch, Switches, Topic,
    Verdict, Wait, Waiting, Why,
};
use crate::contract::Error;
use crate::explore::{self, Script};
use crate::python::explore::{self as found, Explored, Plan};
use crate::python::{Folder, Input, Program, Raised};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::time::Duration;

/// By what a schedule knows the program that it is of: the first eight letters of the SHA-256, in base32, of the JSON array of
/// program, files, arguments, input, switches and seed.
pub(super) fn fingerprint<T: Topic>(of: &Explore<T>) -> String {
    let whole = json!([
        of.program,
        of.files,
        of.arguments,
        of.input,
        of.switches,
        of.seed
    ]);
    let digest = Sha256::digest(whole.to_string());
    let bits = digest[..5]
        .iter()
        .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
    const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    (0..8)
        .rev()
        .map(|at| char::from(LETTERS[(bits >> (5 * at) & 31) as usize]))
        .collect()
}

/// # Errors
/// [`Error::InvalidParameter`] where the schedule is none of this program's.
pub(super) fn plan<T: Topic>(of: &Explore<T>, fingerprint: &str) -> Result<Plan, Error> {
    let script = of
        .schedule
        .as_ref()
        .map(|text| Script::of(text, fingerprint))
        .transpose()
        .map_err(|bad| {
            Error::invalid(
                "schedule",
                format!("{bad}; this program's is {fingerprint}, with these settings"),
            )
        })?;
    Ok(Plan {
        gil: of.switches == Switches::Gil,
        most_preemptions: of.max_preemptions,
        budget_ms: of.budget_ms.into(),
        seed: of.seed.into(),
        script,
    })
}

pub(super) fn program<T: Topic>(of: Explore<T>) -> Program {
    let files = of.files.into_iter();
    Program {
        text: of.program,
        name: "main.py".into(),
        files: files
            .filter_map(|(name, text)| Some((name, text.as_str()?.as_bytes().to_vec())))
            .collect(),
        arguments: of.arguments,
        input: Input::Text(of.input),
        gil: false,
        switch_interval: Duration::from_millis(5),
        workers: 4,
        folder: Folder::Fresh,
        echo: false,
        begun: None,
    }
}

pub(super) fn outcome(explored: Explored, fingerprint: &str) -> Outcome {
    let verdict = match explored.verdict {
        explore::Verdict::Breaks { .. } => Verdict::Breaks,
        explore::Verdict::Differs => Verdict::Differs,
        explore::Verdict::Holds => Verdict::Holds,
        explore::Verdict::HoldsWithin(_) => Verdict::HoldsWithin,
        explore::Verdict::Undecided => Verdict::Undecided,
    };
    Outcome {
        verdict,
        always: explored.verdict == explore::Verdict::Breaks { always: true },
        outcomes: explored
            .outcomes
            .into_iter()
            .map(|outcome| ending(outcome, fingerprint))
            .collect(),
        schedules_run: explored.schedules_run,
        completed_preemptions: explored.completed_preemptions,
        exhaustive: explored.is_exhaustive,
        why: explored.why,
        threads: explored.threads,
        steps: explored.steps.into_iter().map(step).collect(),
        conflict: explored.conflict.map(conflict),
    }
}

fn ending(outcome: found::Outcome, fingerprint: &str) -> Ending {
    let exception = |raised: Raised| Exception {
        thread: raised.thread,
        r#type: raised.class,
        message: raised.message,
        file: raised.file,
        line: raised.line,
    };
    Ending {
        kind: match outcome.kind {
            explore::Kind::Finished => Kind::Finished,
            explore::Kind::Raised => Kind::Raised,
            explore::Kind::Deadlock => Kind::Deadlock,
            explore::Kind::Livelock => Kind::Livelock,
        },
        output: outcome.output + &outcome.errors,
        exit: outcome.exit,
        exception: outcome.exception.map(exception),
        schedules: outcome.schedules,
        schedule: outcome.schedule.text(fingerprint),
        preemptions: outcome.schedule.preemptions,
        switches: outcome.schedule.switches(),
        steps: outcome.schedule.threads.len(),
        shortest: outcome.is_shortest,
        waits_for: outcome
            .waits_for
            .into_iter()
            .map(|wait| Wait {
                thread: wait.name,
                number: wait.thread,
                r#for: wait.what,
                held_by: wait.held_by,
                file: wait.file,
                line: wait.line,
            })
            .collect(),
    }
}

fn step(step: found::Step) -> Step {
    Step {
        thread: step.thread,
        file: step.file,
        line: step.line,
        column: step.column,
        end_column: step.end_column,
        operation: step.operation,
        object: step.object,
        before: step.before,
        after: step.after,
        holds: step.holds,
        waits_for: step
            .waits_for
            .into_iter()
            .map(|wait| Waiting {
                thread: wait.thread,
                r#for: wait.what,
                file: wait.file,
                line: wait.line,
            })
            .collect(),
        output: step.output,
        could: step.could,
        switch: step.switch.map(|(from, why)| Switch {
            from,
            why: match why {
                explore::Switch::Preempted => Why::Preempted,
                explore::Switch::Ended => Why::Ended,
                explore::Switch::Blocked => Why::Blocked,
                explore::Switch::Sleeps => Why::Sleeps,
                explore::Switch::Spins => Why::Spins,
            },
        }),
    }
}

fn conflict(conflict: found::Conflict) -> Conflict {
    Conflict {
        kind: match conflict.pattern {
            found::Pattern::LostUpdate => Pattern::LostUpdate,
            found::Pattern::CheckThenAct => Pattern::CheckThenAct,
            found::Pattern::LockOrder => Pattern::LockOrder,
            found::Pattern::LostWakeUp => Pattern::LostWakeUp,
            found::Pattern::Other => Pattern::Other,
        },
        steps: conflict.steps,
        object: conflict.object,
        says: conflict.says,
    }
}
