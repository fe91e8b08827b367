//! The task, and three ways to ask for the results.

use super::told::{Raised, took};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use crate::engine::pool::{Callbacks, Function, ProcessPool, Tasks};
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

pub(super) type Got = Result<(Vec<i64>, Vec<Raised>), Error>;

/// All results, or one exception.
pub(super) async fn map(
    context: &Context,
    pool: &ProcessPool,
    square: Square,
    inputs: &[i64],
) -> Got {
    let tasks = pool.tasks(square, inputs.to_vec());
    let all = tasks.map_async(0, Callbacks::default())?.await;
    match all {
        Ok(values) => {
            context.print(format!("map gives {values:?}"));
            Ok((values, Vec::new()))
        }
        Err(error) => {
            let raised = Raised::of(None, error);
            context.print(format!("map raises {}", raised.in_words()));
            Ok((Vec::new(), vec![raised]))
        }
    }
}

/// Each result in its turn, or its exception.
pub(super) async fn imap(
    context: &Context,
    pool: &ProcessPool,
    square: Square,
    inputs: &[i64],
) -> Got {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    let mut results = pool.tasks(square, inputs.to_vec()).imap(1, true)?;
    for input in inputs {
        let Some(result) = results.next(None).await else {
            break;
        };
        took(context, "imap", *input, result, &mut values, &mut errors);
    }
    Ok((values, errors))
}

/// A future for each task, asked one after the other.
pub(super) async fn submit(
    context: &Context,
    pool: &ProcessPool,
    square: Square,
    inputs: &[i64],
) -> Got {
    let (mut values, mut errors) = (Vec::new(), Vec::new());
    let tasks = pool.tasks(square, inputs.to_vec());
    let mut futures = Vec::new();
    for index in 0..inputs.len() {
        futures.push(tasks.apply_async(index, Callbacks::default())?);
    }
    for (input, future) in inputs.iter().zip(futures) {
        let result = future.await;
        took(
            context,
            "its future",
            *input,
            result,
            &mut values,
            &mut errors,
        );
    }
    Ok((values, errors))
}
