//! The native binary: the command line's door.

/// What the program does where memory runs out that it cannot do without.
#[cfg(unix)]
#[global_allocator]
static MEMORY: manyhands::platform::LastResort = manyhands::platform::LastResort {
    refused: manyhands::doors::out_of_memory,
};

#[cfg(not(target_family = "wasm"))]
fn main() -> std::process::ExitCode {
    manyhands::doors::command_line::main()
}

#[cfg(target_family = "wasm")]
fn main() {}
