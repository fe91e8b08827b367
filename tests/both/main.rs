//! The tests that run natively and in browsers: a module is one `mod` line, a test stands in
//! [`harness::tests`] and needs no other line.

mod background_zip;
mod bad_input;
mod common;
mod engine;
mod four_ways;
#[path = "../harness/mod.rs"]
mod harness;
mod lessons;
mod pi_cost;
mod pi_counts;
mod pi_endless_shader;
mod pi_shader;
mod pool_calls;
mod questions;
mod threads;
mod threads_vs_processes;
mod trace;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// One test at a time, as in a browser: they share one farm.
#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    harness::main(Some(1))
}

/// Never called: the runner calls each test by its export.
#[cfg(target_family = "wasm")]
fn main() {}
