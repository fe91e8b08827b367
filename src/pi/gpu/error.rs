//! What can be missing of a GPU, or go wrong on one, by name; and what a run says of it.

use crate::contract::Error;
use crate::pi::limit::Limit;
use serde::Serialize;
use std::fmt;

/// Why a GPU cannot be used, or gave no result.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GpuError {
    /// This browser has no WebGPU, or none on this page.
    NoWebGpu {
        /// What was looked for and not found.
        reason: String,
    },
    /// There is WebGPU, but it offers no adapter: no GPU, no driver, or one that is blocked.
    NoAdapter {
        /// What was looked for.
        looked_for: String,
    },
    /// Nobody answered when an adapter or a device was asked for.
    Silent {
        /// How long was waited, in seconds.
        seconds: u64,
    },
    /// The adapter would not give a device.
    Refused {
        /// What it answered; may be empty.
        reason: String,
    },
    /// A parameter is beyond what this GPU allows.
    Limit(Limit),
    /// The shader does not compile, or is not what the pipeline needs.
    Shader {
        /// What is wrong with it, and where; never empty.
        messages: Vec<ShaderMessage>,
    },
    /// The device is gone: its driver failed, it was taken out, or a watchdog ended a dispatch
    /// that took too long. Ask for a new one.
    Lost {
        /// What was said about it; may be empty.
        reason: String,
    },
    /// A dispatch did not end in the time that it was given. The device may be stuck: drop it,
    /// and ask for a new one.
    TimedOut {
        /// The time it was given, in seconds.
        seconds: f64,
    },
    /// What a shader of an earlier run has under way has not ended.
    Busy,
    /// It did not answer in the time that it was given, though nothing was asked of it that takes
    /// long.
    Unanswered {
        /// The time it was given, in seconds.
        seconds: f64,
    },
    /// The GPU reported an error in what it was asked to do, or ran out of memory.
    Failed {
        /// What it reported.
        reason: String,
    },
}

const BUSY: &str = "the GPU is still busy with the shader of an earlier run";

/// What whoever meets a busy GPU can do.
const FREE_IT: &str = match cfg!(target_family = "wasm") {
    true => {
        "Run on threads; or close the other tabs of this site, or restart the browser, which ends \
         what the GPU does for them."
    }
    false => "Run on threads, or wait until it has ended.",
};

impl fmt::Display for GpuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GpuError::NoWebGpu { reason } => write!(f, "no WebGPU: {reason}"),
            GpuError::NoAdapter { looked_for } => {
                write!(f, "no GPU adapter found; looked for {looked_for}")
            }
            GpuError::Silent { seconds } => write!(
                f,
                "no GPU: whoever was asked for one did not answer within {seconds} s"
            ),
            GpuError::Refused { reason } if reason.is_empty() => {
                f.write_str("the GPU adapter gave no device")
            }
            GpuError::Refused { reason } => {
                write!(f, "the GPU adapter gave no device: {reason}")
            }
            GpuError::Limit(limit) => limit.fmt(f),
            GpuError::Shader { messages } => {
                f.write_str("the shader does not compile")?;
                for message in messages {
                    write!(f, "\n{message}")?;
                }
                Ok(())
            }
            GpuError::Lost { reason } if reason.is_empty() => f.write_str("the GPU was lost"),
            GpuError::Lost { reason } => write!(f, "the GPU was lost: {reason}"),
            GpuError::TimedOut { seconds } => {
                write!(f, "the shader had not ended after {seconds} s")
            }
            GpuError::Busy => f.write_str(BUSY),
            GpuError::Unanswered { seconds } => write!(
                f,
                "the GPU had not answered after {seconds} s: it may be busy with a shader of \
                 another tab, or of a page that is closed"
            ),
            GpuError::Failed { reason } => write!(f, "the GPU reported an error: {reason}"),
        }
    }
}

impl std::error::Error for GpuError {}

impl From<Limit> for GpuError {
    fn from(limit: Limit) -> Self {
        GpuError::Limit(limit)
    }
}

impl From<GpuError> for Error {
    fn from(error: GpuError) -> Self {
        let message = error.to_string();
        match error {
            GpuError::NoWebGpu { .. }
            | GpuError::NoAdapter { .. }
            | GpuError::Silent { .. }
            | GpuError::Refused { .. } => Error::unsupported(format!(
                "backend webgpu: {message}; the back end threads needs no GPU"
            )),
            GpuError::Limit(limit) => Error::invalid(limit.parameter, message),
            GpuError::Shader { .. } => Error::invalid("shader", message),
            GpuError::Busy | GpuError::Unanswered { .. } => {
                Error::failed(format!("backend webgpu: {message}. {FREE_IT}"))
            }
            GpuError::Lost { .. } | GpuError::TimedOut { .. } | GpuError::Failed { .. } => {
                Error::failed(format!("backend webgpu: {message}"))
            }
        }
    }
}

/// One thing that is wrong with a shader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShaderMessage {
    /// Line, from 1, where it is known.
    pub line: Option<u32>,
    /// Column, from 1, in UTF-16 code units, as browsers and their editors count.
    pub column: Option<u32>,
    /// How much of the line it is about, in UTF-16 code units; may be 0.
    pub length: u32,
    /// What is wrong.
    pub text: String,
}

impl fmt::Display for ShaderMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "{line}:{column}: {}", self.text),
            _ => f.write_str(&self.text),
        }
    }
}
