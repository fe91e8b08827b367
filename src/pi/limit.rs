//! A parameter that a GPU does not allow, whichever way it is reached.

use std::fmt;

/// The most points that one invocation of a compute shader may count. Work-groups add up in 32
/// bits, which would allow more; but lavapipe ends an invocation's loops, silently, after 65,535
/// turns in all.
pub const MAX_POINTS_PER_INVOCATION: u32 = 1 << 16;

/// What was asked for, and what this GPU allows.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The parameter's name.
    pub parameter: &'static str,
    /// What was asked for.
    pub given: u64,
    /// The least that is allowed.
    pub least: u64,
    /// The most that is allowed.
    pub most: u64,
}

#[cfg(any(feature = "webgpu", feature = "cuda", target_family = "wasm"))]
impl Limit {
    /// Goes on where `given` is from 1 to `most`.
    ///
    /// # Errors
    /// The limit.
    pub(super) fn check(parameter: &'static str, given: u32, most: u32) -> Result<(), Self> {
        if (1..=most).contains(&given) {
            return Ok(());
        }
        Err(Self {
            parameter,
            given: given.into(),
            least: 1,
            most: most.into(),
        })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            parameter,
            given,
            least,
            most,
        } = self;
        write!(
            f,
            "{parameter} is {given}, but this GPU allows {least} to {most}"
        )
    }
}
