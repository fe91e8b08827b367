//! What a process can be told to run, by name.

use super::registry::Registry;
use super::{actor, pool, program};
use crate::contract::TaskError;
use crate::platform::process::Connection;
use std::future::Future;
use std::pin::Pin;

/// A lesson's own target: what its processes run, by its name.
#[derive(Debug)]
pub struct TargetEntry {
    /// The name by which a process looks it up; unique in the registry.
    pub name: &'static str,
    /// The process's life, from here to its end.
    pub main: fn(Connection) -> Living,
}

/// A process's life.
pub type Living = Pin<Box<dyn Future<Output = Result<(), TaskError>>>>;

/// Runs the target of this name to its end.
pub(crate) async fn run(
    registry: &'static Registry,
    target: String,
    connection: Connection,
) -> Result<(), TaskError> {
    if target == pool::PROCESS_TARGET {
        return pool::process_main(registry, connection).await;
    }
    if target == program::PROGRAM_TARGET {
        return program::program_main(registry, connection).await;
    }
    let own = registry
        .all()
        .flat_map(|lesson| lesson.targets)
        .find(|own| own.name == target);
    if let Some(own) = own {
        return (own.main)(connection).await;
    }
    let host = registry
        .all()
        .flat_map(|lesson| lesson.groups)
        .find(|group| group.name == target);
    match host {
        Some(group) => (group.host)(connection).await,
        None => Err(unknown("target", &target)),
    }
}

pub(crate) fn unknown(what: &str, name: &str) -> TaskError {
    TaskError::new(
        "AttributeError",
        format!("no {what} of the name {name} can be looked up in this process"),
    )
}

pub use actor::GroupEntry;
pub use pool::FunctionEntry;
