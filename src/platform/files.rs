//! Files that a person gives to a run by name.
//!
//! Natively the name is a path. A page has no paths: there a file is handed to the engine beside
//! the parameters, and the name says which one is meant. Either way its bytes travel neither in
//! the parameters nor in the record.

use super::sys;

/// The bytes of the file of this name, if they are at most `most`.
///
/// # Errors
/// Half a sentence that says why they are not to be had: `there is no file of this name`.
pub async fn read(name: &str, most: u64) -> Result<Vec<u8>, String> {
    sys::files::read(name, most).await
}

/// The half sentence about a file that is too large.
pub(crate) fn too_large(bytes: u64) -> String {
    format!("this one has {bytes} bytes")
}
