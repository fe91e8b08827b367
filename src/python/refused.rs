//! What a program may ask for and does not find, refused in a sentence that says why, and names the lesson that shows it.

pub(crate) use finder::module_def;

/// Where a browser runs it there is less: no network, and nothing outside the page.
const IN_A_PAGE: bool = cfg!(target_family = "wasm");

/// What to say where this is imported; `None` where nothing is known of it.
fn why(module: &str) -> Option<&'static str> {
    let package = module.split('.').next().unwrap_or_default();
    Some(match package {
        "numba" => {
            "there is no numba here: it writes machine code, for processors and for GPUs. \
             The lesson “pi” shows what it does there"
        }
        "numpy" | "scipy" | "pandas" => {
            "there is no numpy here, nor anything else that is written in C: this Python is written in Rust. \
             The lesson “pi” shows a computation on a GPU, and “pool-rows” one on a table"
        }
        "ctypes" | "_ctypes" if IN_A_PAGE => {
            "there is no ctypes here: a program in a page reaches nothing but its own memory"
        }
        "ssl" | "_ssl" if IN_A_PAGE => {
            "there is no ssl here: a program in a page reaches no network"
        }
        "requests" | "httpx" | "aiohttp" | "socketserver" | "ftplib" | "smtplib" | "imaplib"
        | "poplib" | "xmlrpc" | "wsgiref" | "webbrowser"
            if IN_A_PAGE =>
        {
            "there is no such module here: a program in a page reaches no network"
        }
        "http" if IN_A_PAGE && module == "http.server" => {
            "there is no http.server here: a program in a page reaches no network"
        }
        "tkinter" | "turtle" | "_tkinter" | "curses" if IN_A_PAGE => {
            "there is no such module here: a program in a page has no window, and prints what it has to show"
        }
        "sqlite3" | "_sqlite3" | "dbm" if IN_A_PAGE => {
            "there is no database here: a program in a page keeps files in memory"
        }
        _ => return None,
    })
}

/// The last of `sys.meta_path`: only what nobody has found comes here.
#[rustpython_vm::pymodule(name = "_refused")]
mod finder {
    use super::why;
    use rustpython_vm::builtins::PyStrRef;
    use rustpython_vm::function::OptionalArg;
    use rustpython_vm::{AsObject, PyObjectRef, PyResult, VirtualMachine};

    #[pyfunction]
    fn find_spec(
        name: PyStrRef,
        _path: OptionalArg<PyObjectRef>,
        _target: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let Some(why) = name.to_str().and_then(why) else {
            return Ok(vm.ctx.none());
        };
        let class = vm.ctx.exceptions.module_not_found_error.to_owned();
        let error = vm.invoke_exception(&class, vec![vm.ctx.new_str(why).into()])?;
        error.as_object().set_attr("name", name, vm)?;
        Err(error)
    }
}
