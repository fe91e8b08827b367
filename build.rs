//! Compiles Python's library into one file, which the interpreter carries: `src/python/library.rs` reads it.
//!
//! It is not compressed: what serves the engine compresses it with the rest, and better than each module by itself.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "python")]
    library::write();
}

#[cfg(feature = "python")]
mod library {
    use rustpython_compiler::{CompileOpts, Mode, compile};
    use rustpython_compiler_core::marshal::serialize_code;
    use std::collections::BTreeMap;
    use std::path::{Path, PathBuf};
    use std::{env, fs};

    /// Where a program finds its library: the folder in tracebacks.
    const ROOT: &str = "/lib/python3.14";

    /// What stands in place of the library's own.
    const OURS: &str = "src/python/lib";
    /// What stands over the library's modules of processes.
    const OF_PROCESSES: &str = "src/python/processes/lib";
    /// And in a page, besides.
    const OF_A_PAGE: &str = "src/python/browser/lib";

    /// What no program here can use, or no lesson shows.
    const LEFT_OUT: &[&str] = &[
        "_aix_support",
        "_android_support",
        "_apple_support",
        "_dummy_os",
        "_dummy_thread",
        "_ios_support",
        "_osx_support",
        "_pyio",
        "_pyrepl",
        "antigravity",
        "asyncio.__main__",
        "asyncio.proactor_events",
        "asyncio.windows_events",
        "asyncio.windows_utils",
        "ctypes",
        "dbm",
        "dummy_threading",
        "ensurepip",
        "ftplib",
        "http.server",
        "idlelib",
        "imaplib",
        "mailbox",
        "modulefinder",
        "multiprocessing.forkserver",
        "multiprocessing.popen_fork",
        "multiprocessing.popen_forkserver",
        "multiprocessing.popen_spawn_win32",
        "multiprocessing.resource_sharer",
        "multiprocessing.resource_tracker",
        "multiprocessing.shared_memory",
        "nturl2path",
        "poplib",
        "pty",
        "pydoc_data",
        "smtplib",
        "socketserver",
        "sqlite3",
        "ssl",
        "test",
        "tkinter",
        "tty",
        "turtle",
        "turtledemo",
        "venv",
        "webbrowser",
        "wsgiref",
        "xmlrpc",
    ];

    /// Those whose lines stand in tracebacks that programs of threads make.
    const WITH_SOURCE: &[&str] = &[
        "concurrent.futures._base",
        "concurrent.futures.process",
        "concurrent.futures.thread",
        "multiprocessing.connection",
        "multiprocessing.context",
        "multiprocessing.managers",
        "multiprocessing.pool",
        "multiprocessing.process",
        "multiprocessing.queues",
        "multiprocessing.reduction",
        "multiprocessing.spawn",
        "queue",
        "threading",
    ];

    struct Module {
        is_package: bool,
        code: Vec<u8>,
        source: String,
    }

    pub fn write() {
        let mut modules = BTreeMap::new();
        add_folder(Path::new(rustpython_pylib::LIB_PATH), "", &mut modules);
        let is_for_a_page =
            env::var_os("CARGO_CFG_TARGET_FAMILY").is_some_and(|family| family == "wasm");
        let of_a_page = is_for_a_page.then_some(OF_A_PAGE);
        for folder in [OURS, OF_PROCESSES].into_iter().chain(of_a_page) {
            println!("cargo:rerun-if-changed={folder}");
            add_folder(Path::new(folder), "", &mut modules);
        }
        let mut file = Vec::new();
        number(&mut file, modules.len());
        for (name, module) in &modules {
            bytes(&mut file, name.as_bytes());
            file.push(module.is_package.into());
            bytes(&mut file, &module.code);
            bytes(&mut file, module.source.as_bytes());
        }
        let place = PathBuf::from(env::var_os("OUT_DIR").expect("cargo names a folder"))
            .join("library.bin");
        fs::write(&place, file).expect("the library can be written");
    }

    fn number(file: &mut Vec<u8>, number: usize) {
        let number = u32::try_from(number).expect("a library of less than 4 GB");
        file.extend_from_slice(&number.to_le_bytes());
    }

    fn bytes(file: &mut Vec<u8>, bytes: &[u8]) {
        number(file, bytes.len());
        file.extend_from_slice(bytes);
    }

    fn add_folder(folder: &Path, package: &str, modules: &mut BTreeMap<String, Module>) {
        let entries =
            fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a folder that can be read").path();
            let stem = path
                .file_stem()
                .and_then(|stem| stem.to_str())
                .unwrap_or_default();
            let name = match (package, stem) {
                (_, "__init__") => package.to_owned(),
                ("", _) => stem.to_owned(),
                _ => format!("{package}.{stem}"),
            };
            let is_left_out =
                LEFT_OUT.contains(&name.as_str()) && folder.starts_with(rustpython_pylib::LIB_PATH);
            if is_left_out || stem == "__pycache__" {
                continue;
            }
            if path.is_dir() {
                add_folder(&path, &name, modules);
            } else if path.extension().is_some_and(|extension| extension == "py") {
                let module = compiled(&path, &name, stem == "__init__");
                modules.insert(name, module);
            }
        }
    }

    fn compiled(path: &Path, name: &str, is_package: bool) -> Module {
        let source =
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file = match is_package {
            true => format!("{ROOT}/{}/__init__.py", name.replace('.', "/")),
            false => format!("{ROOT}/{}.py", name.replace('.', "/")),
        };
        let code = compile(
            source.trim_start_matches('\u{feff}'),
            Mode::Exec,
            &file,
            CompileOpts::default(),
        )
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut bytes = Vec::new();
        serialize_code(&mut bytes, &code);
        Module {
            is_package,
            code: as_lz4(&bytes),
            source: if WITH_SOURCE.contains(&name) {
                source
            } else {
                String::new()
            },
        }
    }

    /// The interpreter takes frozen code as LZ4 alone. This is LZ4 in which nothing is compressed: its size, and all
    /// of it as one run of literals.
    fn as_lz4(code: &[u8]) -> Vec<u8> {
        const SHORT: usize = 15;
        let mut lz4 = Vec::with_capacity(code.len() + code.len() / 255 + 16);
        number(&mut lz4, code.len());
        match code.len().checked_sub(SHORT) {
            None => lz4.push((code.len() << 4) as u8),
            Some(mut rest) => {
                lz4.push((SHORT << 4) as u8);
                while rest >= 255 {
                    lz4.push(255);
                    rest -= 255;
                }
                lz4.push(rest as u8);
            }
        }
        lz4.extend_from_slice(code);
        lz4
    }
}
