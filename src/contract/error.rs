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
        /// Where in the parameters the value is: `workers`, `threads[1].name`. `None` as above.
        place: Option<String>,
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
    /// An [`Error::InvalidParameter`] about the value at this place, a parameter's name or a path
    /// that begins with one: `threads[1].name`.
    pub fn invalid(place: impl Into<String>, message: impl Into<String>) -> Self {
        let place = place.into();
        let name = place.split(['.', '[']).next().unwrap_or(&place);
        Self::InvalidParameter {
            parameter: Some(name.into()),
            place: Some(place),
            message: sentence(message),
        }
    }

    /// An [`Error::InvalidParameter`] about the request as a whole: no JSON object, for instance.
    pub fn wrong_request(message: impl Into<String>) -> Self {
        Self::InvalidParameter {
            parameter: None,
            place: None,
            message: sentence(message),
        }
    }

    /// An [`Error::Unsupported`].
    pub fn unsupported(message: impl Into<String>) -> Self {
        Self::Unsupported {
            message: sentence(message),
        }
    }

    /// An [`Error::Failed`].
    pub fn failed(message: impl Into<String>) -> Self {
        Self::Failed {
            message: sentence(message),
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

    /// Where in the parameters the value at fault is, where there is one.
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::InvalidParameter { place, .. } => place.as_deref(),
            _ => None,
        }
    }

    /// The error as JavaScript and `--json` tell it.
    pub fn told(&self) -> ErrorTold {
        ErrorTold {
            kind: self.kind(),
            message: self.to_string(),
            parameter: self.parameter().map(str::to_string),
            place: self.place().map(str::to_string),
        }
    }
}

/// A message as it can be shown anywhere: what somebody gave may stand in it, such as a name, and is
/// not to colour a terminal or turn the direction of writing.
fn sentence(message: impl Into<String>) -> String {
    let odd = |letter: char| {
        let turns = ('\u{202a}'..='\u{202e}').contains(&letter)
            || ('\u{2066}'..='\u{2069}').contains(&letter);
        turns || (letter.is_control() && letter != '\n')
    };
    let message = message.into();
    if !message.contains(odd) {
        return message;
    }
    let mut shown = String::new();
    for letter in message.chars() {
        match odd(letter) {
            true => shown.extend(letter.escape_unicode()),
            false => shown.push(letter),
        }
    }
    shown
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

/// An [`Error`] as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct ErrorTold {
    /// [`Error::kind`].
    #[cfg_attr(feature = "catalogue", ts(type = "ErrorKind"))]
    pub kind: &'static str,
    /// The sentence to show.
    pub message: String,
    /// [`Error::parameter`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "catalogue", ts(optional))]
    pub parameter: Option<String>,
    /// [`Error::place`].
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "catalogue", ts(optional))]
    pub place: Option<String>,
}

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
