//! The tests that run natively and in browsers: a module is one `mod` line, a test stands in
//! [`harness::tests`] and needs no other line.

mod background_zip;
mod bad_input;
mod clock;
mod common;
mod engine;
mod four_ways;
#[path = "../harness/mod.rs"]
mod harness;
mod lessons;
mod own;
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

/// Runs one test at a time, as a browser does: they share one farm. The processes of a test are
/// this program again.
#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    use std::env;

    // What tells a process from a filter of tests by the word `process`.
    const IN_TESTS: &str = "MANYHANDS_IN_TESTS";
    if env::args().nth(1).as_deref() == Some("process") && env::var_os(IN_TESTS).is_some() {
        return match manyhands::engine::serve_process(&own::REGISTRY) {
            Ok(()) => std::process::ExitCode::SUCCESS,
            Err(error) => std::process::ExitCode::from(error.exit_code()),
        };
    }
    // SAFETY: no thread has been started.
    unsafe {
        env::set_var(IN_TESTS, "1");
        // It would name another program for the processes.
        env::remove_var("MANYHANDS_BINARY");
    }
    harness::main(Some(1))
}

/// Never called: the runner calls each test by its export.
#[cfg(target_family = "wasm")]
fn main() {}
