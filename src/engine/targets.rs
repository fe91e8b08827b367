//! What a process can be told to run, by name.

use super::{actor, pool, program};
use crate::contract::TaskError;
use crate::lessons;
use crate::platform::process::Connection;
use std::future::Future;
use std::pin::Pin;

/// A lesson's own target: what its processes run, by its name.
#[derive(Debug)]
pub struct TargetEntry {
    /// The name by which a process looks it up; unique in the crate.
    pub name: &'static str,
    /// The process's life, from here to its end.
    pub main: fn(Connection) -> Living,
}

/// A process's life.
pub type Living = Pin<Box<dyn Future<Output = Result<(), TaskError>>>>;

/// Runs the target of this name to its end.
pub(crate) async fn run(target: &str, connection: Connection) -> Result<(), TaskError> {
    if target == pool::PROCESS_TARGET {
        return pool::process_main(connection).await;
    }
    if target == program::PROGRAM_TARGET {
        return program::program_main(connection).await;
    }
    let own = lessons::LESSONS
        .iter()
        .flat_map(|lesson| lesson.targets)
        .find(|own| own.name == target);
    if let Some(own) = own {
        return (own.main)(connection).await;
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
