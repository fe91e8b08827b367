//! `wasm-bindgen --target web --out-dir FOLDER --out-name NAME MODULE.wasm`, as the build calls it.

use std::env;

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "wasm-bindgen --target web --out-dir FOLDER --out-name NAME MODULE.wasm";

fn main() -> Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--version"] => println!("wasm-bindgen {}", env!("CARGO_PKG_VERSION")),
        [
            "--target",
            "web",
            "--out-dir",
            folder,
            "--out-name",
            name,
            module,
        ] => Bindgen::new()
            .web(true)?
            // Where the library does otherwise than the command line tool.
            .typescript(true)
            .omit_default_module_path(false)
            .input_path(module)
            .out_name(name)
            .generate(folder)
            .with_context(|| format!("writing the glue of {module}"))?,
        _ => bail!(USAGE),
    }
    Ok(())
}
