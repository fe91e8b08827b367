//! Files that a person gives to a run by name.
//!
//! Natively the name is a path. A page has no paths: there a file is handed to the engine beside
//! the parameters, and the name says which one is meant. Either way its bytes travel neither in
//! the parameters nor in the record.

use super::sys;

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

/// The half sentence about a file that is too large.
pub(crate) fn too_large(bytes: u64) -> String {
    format!("this one has {bytes} bytes")
}
