//! The doors to a run: the command line natively, JavaScript in a browser.

#[cfg(all(
    feature = "command-line",
    feature = "python",
    not(target_family = "wasm")
))]
mod by_name;
#[cfg(all(feature = "command-line", not(target_family = "wasm")))]
pub mod command_line;
#[cfg(all(feature = "command-line", not(target_family = "wasm")))]
mod schedules;
#[cfg(all(feature = "command-line", not(target_family = "wasm")))]
mod terminal;
#[cfg(all(feature = "command-line", not(target_family = "wasm")))]
mod written;
#[cfg(all(feature = "command-line", unix))]
pub use terminal::out_of_memory;
#[cfg(target_family = "wasm")]
pub mod javascript;
