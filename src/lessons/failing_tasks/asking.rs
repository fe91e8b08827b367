//! The task, and three ways to ask for the results.

use super::got::Got;
use crate::contract::{Error, TaskError};
use crate::engine::pool::{Callbacks, Function, Tasks};
use crate::platform::process::end_this_process;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Square {
    pub raises: Option<i64>,
    pub ends_process: Option<i64>,
}

impl Function for Square {
    const NAME: &'static str = "square-or-fail";
    type Input = i64;
    type Output = i64;

    fn call(&self, x: &i64) -> Result<i64, TaskError> {
        if Some(*x) == self.raises {
            return Err(TaskError::new("ValueError", format!("{x} is not allowed")));
        }
        if Some(*x) == self.ends_process {
            end_this_process(1);
        }
        Ok(x * x)
    }
}

/// All results, or one exception.
pub(super) async fn map(tasks: &impl Tasks<Output = i64>, got: &mut Got<'_>) -> Result<(), Error> {
    // One by one: of a chunk nothing is done after the task that raises.
    match tasks.map_async(1, Callbacks::default())?.await {
        Ok(values) => got.all(values),
        Err(error) => got.none(error),
    }
    Ok(())
}

/// Each result in its turn, or its exception.
pub(super) async fn imap(tasks: &impl Tasks<Output = i64>, got: &mut Got<'_>) -> Result<(), Error> {
    let mut results = tasks.imap(1, true)?;
    while let Some(result) = results.next(None).await {
        got.one("imap", result);
    }
    Ok(())
}

/// A future for each task, asked one after the other.
pub(super) async fn submit(
    tasks: &impl Tasks<Output = i64>,
    got: &mut Got<'_>,
) -> Result<(), Error> {
    let mut futures = Vec::new();
    for index in 0..tasks.count() {
        futures.push(tasks.apply_async(index, Callbacks::default())?);
    }
    for future in futures {
        got.one("its future", future.await);
    }
    Ok(())
}
