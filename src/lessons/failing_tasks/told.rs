//! What the main program is told of a task, and prints.

use crate::contract::TaskError;
use crate::engine::Context;
use schemars::JsonSchema;
use serde::Serialize;

/// An exception, where a result was asked for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Raised {
    /// The input whose result was asked for; null where it was all of them.
    input: Option<i64>,
    /// Its class.
    r#type: String,
    /// Its text.
    message: String,
}

impl Raised {
    pub fn of(input: Option<i64>, error: TaskError) -> Self {
        let (r#type, message) = match error.kind.as_str() {
            // As Python calls it, of which the text is our own.
            "ProcessDied" => ("BrokenProcessPool".into(), error.message),
            _ => (error.kind, error.message),
        };
        Self {
            input,
            r#type,
            message,
        }
    }

    pub fn in_words(&self) -> String {
        format!("{}: {}", self.r#type, self.message)
    }
}

/// Takes what became of a task.
pub(super) fn took(
    context: &Context,
    what: &str,
    input: i64,
    result: Result<i64, TaskError>,
    values: &mut Vec<i64>,
    errors: &mut Vec<Raised>,
) {
    match result {
        Ok(value) => {
            context.print(format!("{input}: {what} gives {value}"));
            values.push(value);
        }
        Err(error) => {
            let raised = Raised::of(Some(input), error);
            context.print(format!("{input}: {what} raises {}", raised.in_words()));
            errors.push(raised);
        }
    }
}
