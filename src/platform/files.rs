//! Files that a person gives to a run by name.
//!
//! Natively the name is a path. A page has no paths: there a file is handed to the engine beside
//! the parameters, and the name says which one is meant. Either way its bytes travel neither in
//! the parameters nor in the record.

use super::patience::within;
use super::sys;
use std::future::Future;
use std::time::Duration;

/// Why a file's bytes are not to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unread {
    /// It is not there, or none that may be given: half a sentence, such as `there is no file of this name`.
    NotAllowed(String),
    /// It may be all right; what was missing is this machine's: a sentence.
    Failed(String),
}

/// The bytes of the file of this name, if they are at most `most`.
///
/// # Errors
/// Why they are not to be had.
pub async fn read(name: &str, most: u64) -> Result<Vec<u8>, Unread> {
    sys::files::read(name, most).await
}

/// The names of all files that were handed over with the run, sorted; none where a name is a path.
pub fn names() -> Vec<String> {
    sys::files::names()
}

/// How long a file may take that gives nothing: one of a network that is gone never does.
const PATIENCE: Duration = Duration::from_secs(30);

/// What reading gives, or that nothing came.
pub(crate) async fn in_time<T>(reading: impl Future<Output = T>) -> Result<T, Unread> {
    let late = || {
        Unread::NotAllowed(format!(
            "nothing of it had come after {} s",
            PATIENCE.as_secs()
        ))
    };
    within(PATIENCE, reading).await.ok_or_else(late)
}

/// The half sentence about a file that is too large.
pub(crate) fn too_large(bytes: u64) -> String {
    format!("this one has {bytes} bytes")
}
