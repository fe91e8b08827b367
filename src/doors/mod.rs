//! The doors to a run: the command line natively, JavaScript in a browser.

#[cfg(all(feature = "command-line", not(target_family = "wasm")))]
pub mod command_line;
#[cfg(target_family = "wasm")]
pub mod javascript;
