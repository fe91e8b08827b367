//! wasm-bindgen's own test runner, as `cargo test` calls it: `wasm-bindgen-test-runner TESTS.wasm [FILTER]`.

use anyhow::Result;

fn main() -> Result<()> {
    wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os())
}
