//! The one public error type: a bad parameter, a missing capability, a failure, a stop.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a run gave no record.
///
/// The four kinds are what a caller can act on, and every door shows the same ones: the command
/// line as exit codes ([`Error::exit_code`]), JavaScript as the error's `kind` ([`Error::kind`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// A parameter, a preset or a lesson's name that is not allowed. The message names it, what
    /// was given, and what is allowed.
    InvalidParameter {
        /// The parameter's name; `None` where the whole request is wrong (not an object, no such lesson).
        parameter: Option<String>,
        /// The sentence to show.
        message: String,
    },
    /// This machine, browser or page lacks what was asked for by name.
    Unsupported {
        /// What was looked for, and what to do about it.
        message: String,
    },
    /// The lesson began and could not end: a task failed, a worker died, memory ran out.
    Failed {
        /// The reason.
        message: String,
    },
    /// Somebody pressed Stop.
    Cancelled,
}

impl Error {
    /// An [`Error::InvalidParameter`] about one parameter.
    pub fn invalid(parameter: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidParameter {
            parameter: Some(parameter.into()),
            message: message.into(),
        }
    }

    /// An [`Error::Unsupported`].
    pub fn unsupported(message: impl Into<String>) -> Self {
        Self::Unsupported {
            message: message.into(),
        }
    }

    /// An [`Error::Failed`].
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed {
            message: message.into(),
        }
    }

    /// The `kind` of the JavaScript error.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::InvalidParameter { .. } => "invalid-parameter",
            Self::Unsupported { .. } => "unsupported",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// The exit code of the command line.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::InvalidParameter { .. } => 2,
            Self::Unsupported { .. } => 3,
            Self::Failed { .. } => 4,
            Self::Cancelled => 130,
        }
    }

    /// The name of the parameter at fault, where there is one.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::InvalidParameter { parameter, .. } => parameter.as_deref(),
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidParameter { message, .. }
            | Self::Unsupported { message }
            | Self::Failed { message } => f.write_str(message),
            Self::Cancelled => f.write_str("stopped before it ended"),
        }
    }
}

impl std::error::Error for Error {}

/// What a task raises, as Python's exceptions have a type and a text.
///
/// It crosses from worker to caller, and from process to process, unchanged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskError {
    /// The exception's type, in Python's words: `ValueError`, `ZeroDivisionError`, …
    pub kind: String,
    /// The exception's text.
    pub message: String,
}

impl TaskError {
    /// The kind of the error that a task gets which was stopped before it began.
    pub(crate) const CANCELLED: &'static str = "CancelledError";

    /// An error of this type with this text.
    pub fn new(kind: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for TaskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

impl std::error::Error for TaskError {}

impl From<TaskError> for Error {
    fn from(error: TaskError) -> Self {
        if error.kind == TaskError::CANCELLED {
            Self::Cancelled
        } else {
            Self::failed(error.to_string())
        }
    }
}
