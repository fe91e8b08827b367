//! Parameters that many lessons have, each said once.

use crate::contract::parameters::MAX_INTEGER;
use crate::platform::farm::MAX_WORKERS;
use crate::platform::{has_threads, logical_processors};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How many workers share the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Workers(#[schemars(range(min = 1, max = MAX_WORKERS))] pub u32);

impl Workers {
    /// As many as there are processors that are used.
    pub fn logical() -> Self {
        Self(logical_processors())
    }

    /// The number, to count with.
    pub fn count(self) -> usize {
        self.0 as usize
    }

    /// The number in words: `1 worker`, `5 workers`.
    pub fn in_words(self) -> String {
        match self.0 {
            1 => "1 worker".into(),
            many => format!("{many} workers"),
        }
    }
}

/// Where random numbers start; the same seed gives the same numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Seed(#[schemars(range(min = 0, max = MAX_INTEGER))] pub u64);

/// Python has two pools of one interface; this says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Threads of this program, over one memory (`multiprocessing.pool.ThreadPool`).
    Threads,
    /// Processes, each with a memory of its own (`multiprocessing.Pool`).
    Processes,
}

impl Kind {
    /// Threads, or processes where this build has no shared memory for threads.
    pub fn preferred() -> Self {
        if has_threads() {
            Self::Threads
        } else {
            Self::Processes
        }
    }
}
