//! The native binary: the command line's door.

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    manyhands::doors::command_line::main()
}

#[cfg(target_family = "wasm")]
fn main() {}
