//! The tests that run natively only.

#[cfg(not(target_family = "wasm"))]
mod command_line;
#[cfg(not(target_family = "wasm"))]
mod explore;
#[cfg(not(target_family = "wasm"))]
#[path = "../harness/mod.rs"]
mod harness;
#[cfg(not(target_family = "wasm"))]
mod layers;
#[cfg(target_os = "linux")]
mod limits;
#[cfg(not(target_family = "wasm"))]
mod listings;
#[cfg(all(feature = "cuda", not(target_family = "wasm")))]
mod pi_cuda;
#[cfg(not(target_family = "wasm"))]
mod project;
#[cfg(all(feature = "python", not(target_family = "wasm")))]
mod python;
#[cfg(unix)]
mod waiting;

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    // The processes of a test are the program, and not the tests once more.
    // SAFETY: no thread has been started.
    unsafe {
        std::env::set_var("MANYHANDS_BINARY", env!("CARGO_BIN_EXE_manyhands"));
    }
    harness::main(None)
}

/// So that this, too, compiles where all targets are built for a browser.
#[cfg(target_family = "wasm")]
fn main() {}
