//! What the main program gets of its tasks.

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
    fn of(input: Option<i64>, error: TaskError) -> Self {
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

    fn in_words(&self) -> String {
        format!("{}: {}", self.r#type, self.message)
    }
}

/// What the main program got so far, which it prints as it comes.
pub(super) struct Got<'a> {
    context: &'a Context,
    inputs: &'a [i64],
    /// The results.
    pub values: Vec<i64>,
    /// The exceptions.
    pub errors: Vec<Raised>,
}

impl<'a> Got<'a> {
    pub fn new(context: &'a Context, inputs: &'a [i64]) -> Self {
        Self {
            context,
            inputs,
            values: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// All results at once.
    pub fn all(&mut self, values: Vec<i64>) {
        self.context.print(format!("map gives {values:?}"));
        self.values = values;
    }

    /// An exception in place of all results.
    pub fn none(&mut self, error: TaskError) {
        let raised = Raised::of(None, error);
        self.context
            .print(format!("map raises {}", raised.in_words()));
        self.errors.push(raised);
    }

    /// What was asked for the next input, of `what`.
    pub fn one(&mut self, what: &str, result: Result<i64, TaskError>) {
        let input = self.inputs[self.values.len() + self.errors.len()];
        match result {
            Ok(value) => {
                self.context.print(format!("{input}: {what} gives {value}"));
                self.values.push(value);
            }
            Err(error) => {
                let raised = Raised::of(Some(input), error);
                let words = raised.in_words();
                self.context
                    .print(format!("{input}: {what} raises {words}"));
                self.errors.push(raised);
            }
        }
    }
}
