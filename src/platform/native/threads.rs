//! Threads of the platform's own, beside those of the farm.

use std::io;

/// Starts a thread that `what` is called by; nobody joins it.
///
/// # Errors
/// The system's reason, where it starts none.
pub fn start(what: &str, life: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new()
        .name(what.into())
        .spawn(life)
        .map(drop)
        .map_err(|error| io::Error::other(format!("a thread could not be started: {error}")))
}
