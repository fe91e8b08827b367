//! What becomes of a panic: the run ends with its message, and nobody waits for the dead.
//!
//! Natively a panic in a farm job unwinds and is caught there. In a browser it ends the worker at
//! once, its locks still held: the hook writes the message down and wakes the coordinator first,
//! the run ends with it, and the engine is replaced before the next one.

use crate::platform::lock;
use std::sync::Mutex;

static FIRST: Mutex<Option<String>> = Mutex::new(None);
static WAKE: Mutex<Option<async_channel::Sender<()>>> = Mutex::new(None);

/// Whether a panic ends its thread for good. In a browser it does; natively it unwinds, and the
/// thread lives on.
pub fn are_final() -> bool {
    cfg!(target_family = "wasm")
}

/// Writes down that a worker died, and wakes whoever watches. Only the first is kept: the others
/// follow from it.
pub fn report(message: impl Into<String>) {
    {
        let mut first = lock(&FIRST);
        if first.is_some() {
            return;
        }
        *first = Some(message.into());
    }
    if let Some(wake) = lock(&WAKE).take() {
        wake.close();
    }
}

/// Returns with the message once a worker has died.
pub async fn watch() -> String {
    loop {
        let (wake, asleep) = async_channel::bounded::<()>(1);
        *lock(&WAKE) = Some(wake);
        if let Some(message) = first() {
            return message;
        }
        let _ = asleep.recv().await;
    }
}

/// The message of the first death since the engine began, if any.
pub fn first() -> Option<String> {
    lock(&FIRST).clone()
}

/// Forgets a death, where the platform survives it (natively).
pub(crate) fn forget() {
    lock(&FIRST).take();
}
