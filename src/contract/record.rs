//! What a run leaves behind.

use super::Stream;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One run, whole: plain JSON, the same from every door.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[cfg_attr(feature = "catalogue", ts(rename = "RunRecord"))]
pub struct Record {
    /// The lesson's id.
    pub lesson: String,
    /// The parameters whole, defaults filled in.
    #[cfg_attr(feature = "catalogue", ts(type = "Params"))]
    pub params: Value,
    /// The printed lines in order.
    pub output: Vec<OutputLine>,
    /// The lesson's result; its keys are the lesson's own.
    #[cfg_attr(feature = "catalogue", ts(type = "{ [key: string]: Json }"))]
    pub result: Value,
    /// At least `wall_ms` (milliseconds from the first step of the lesson to its last) and
    /// `workers` (how many workers the run had).
    #[cfg_attr(
        feature = "catalogue",
        ts(type = "{ wall_ms: number; workers: number; [key: string]: Json }")
    )]
    pub metrics: Map<String, Value>,
    /// Where it ran.
    pub environment: Environment,
    /// The files it made, without their bytes.
    pub artifacts: Vec<ArtifactInfo>,
}

/// Why a figure of the result was not measured. It is null there, and `metrics.unmeasured` has this
/// by its key: the way to it with dots, `gil.speedup` or `scaling.1.relative_throughput`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Unmeasured {
    /// What stood in the way.
    #[cfg_attr(
        feature = "catalogue",
        ts(type = "\"clock\" | \"scatter\" | \"above-ideal\"")
    )]
    pub why: Why,
    /// The step in which the clock goes, in milliseconds, where it is the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "catalogue", ts(optional))]
    pub tick_ms: Option<f64>,
    /// The parameter that is to be raised for it to be measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "catalogue", ts(optional))]
    pub raise: Option<String>,
}

/// What stands in the way of a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It took too few steps of the clock.
    Clock,
    /// What was measured several times came out too unlike.
    Scatter,
    /// More came out than the processors can do.
    AboveIdeal,
}

/// One printed line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct OutputLine {
    /// Microseconds since the run began.
    pub t_us: f64,
    /// The worker that printed it; 0 is the coordinator.
    pub worker: u32,
    /// The line.
    pub text: String,
    /// Which stream it was written to, where the program has two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "catalogue", ts(optional))]
    pub stream: Option<Stream>,
}

/// Where a run ran.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Environment {
    /// The door it came through.
    pub door: Door,
    /// What threads the engine has: `shared-memory`, `isolated` or `native`.
    pub threads: String,
    /// The logical processors that are used: those that the system tells of, 64 of them at most.
    pub logical_processors: u32,
    /// What the clocks of different workers may disagree by at most, in microseconds.
    pub clock_uncertainty_us: f64,
}

/// How a run was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Door {
    /// Run was pressed on the page.
    Page,
    /// A call in JavaScript or Rust.
    Api,
    /// `manyhands run`.
    CommandLine,
}

/// A file that a run made, described.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
#[cfg_attr(feature = "catalogue", ts(rename = "Artifact"))]
pub struct ArtifactInfo {
    /// Its file name.
    pub name: String,
    /// Its media type, for instance `application/zip`.
    pub media_type: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A file that a run made.
#[derive(Debug, Clone, PartialEq)]
pub struct Artifact {
    /// Name, type and size.
    pub info: ArtifactInfo,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
