//! What a process can be told to run, by name.

use super::{actor, pool, program};
use crate::contract::TaskError;
use crate::lessons;
use crate::platform::process::Connection;

/// Runs the target of this name to its end.
pub(crate) async fn run(target: &str, connection: Connection) -> Result<(), TaskError> {
    if target == pool::PROCESS_TARGET {
        return pool::process_main(connection).await;
    }
    if target == program::PROGRAM_TARGET {
        return program::program_main(connection).await;
    }
    let host = lessons::LESSONS
        .iter()
        .flat_map(|lesson| lesson.groups)
        .find(|group| group.name == target);
    match host {
        Some(group) => (group.host)(connection).await,
        None => Err(unknown("target", target)),
    }
}

/// The function of this name, for a pool's process.
pub(crate) fn function(name: &str) -> Result<&'static pool::FunctionEntry, TaskError> {
    lessons::LESSONS
        .iter()
        .flat_map(|lesson| lesson.functions)
        .find(|function| function.name == name)
        .ok_or_else(|| unknown("function", name))
}

fn unknown(what: &str, name: &str) -> TaskError {
    TaskError::new(
        "AttributeError",
        format!("no {what} of the name {name} can be looked up in this process"),
    )
}

pub use actor::GroupEntry;
pub use pool::FunctionEntry;
