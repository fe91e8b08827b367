//! Python's own library, as `build.rs` compiled it: found after the program's own folder, so that a file of a program may
//! be called as a module of it, as in CPython.

use rustpython_vm::frozen::{FrozenCodeObject, FrozenModule};
use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) use finder::module_def;

/// Where a program finds its library: the folder in tracebacks.
pub(crate) const ROOT: &str = "/lib/python3.14";

static FILE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/library.bin"));

#[derive(Debug, Clone, Copy)]
struct Module {
    code: &'static [u8],
    is_package: bool,
    /// Empty where it is not carried.
    source: &'static str,
}

static MODULES: LazyLock<HashMap<&'static str, Module>> = LazyLock::new(|| {
    let mut rest = FILE;
    let count = number(&mut rest);
    (0..count)
        .map(|_| {
            let name = text(bytes(&mut rest));
            let is_package = rest[0] != 0;
            rest = &rest[1..];
            let module = Module {
                is_package,
                code: bytes(&mut rest),
                source: text(bytes(&mut rest)),
            };
            (name, module)
        })
        .collect()
});

fn number(rest: &mut &'static [u8]) -> usize {
    let (number, after) = rest.split_first_chunk().expect("the library is whole");
    *rest = after;
    u32::from_le_bytes(*number) as usize
}

fn bytes(rest: &mut &'static [u8]) -> &'static [u8] {
    let length = number(rest);
    let (bytes, after) = rest.split_at(length);
    *rest = after;
    bytes
}

fn text(bytes: &'static [u8]) -> &'static str {
    std::str::from_utf8(bytes).expect("the library is text")
}

/// What the interpreter imports before it can look for anything.
#[cfg(target_family = "wasm")]
pub(crate) fn frozen() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    const FIRST: &[&str] = &[
        "encodings",
        "encodings.aliases",
        "encodings.ascii",
        "encodings.latin_1",
        "encodings.utf_8",
        "zipimport",
    ];
    FIRST.iter().filter_map(|&name| {
        let module = MODULES.get(name)?;
        let code = FrozenCodeObject { bytes: module.code };
        let package = module.is_package;
        Some((name, FrozenModule { code, package }))
    })
}

/// All of it: natively the interpreter opens its streams with it before it looks for anything.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn all() -> impl Iterator<Item = (&'static str, FrozenModule)> {
    MODULES.iter().map(|(&name, module)| {
        let code = FrozenCodeObject { bytes: module.code };
        let package = module.is_package;
        (name, FrozenModule { code, package })
    })
}

/// A finder and a loader in one, as `sys.meta_path` takes it.
#[rustpython_vm::pymodule(name = "_library")]
mod finder {
    use super::{MODULES, Module, ROOT};
    use rustpython_vm::builtins::{PyCode, PyDict, PyModule, PyStr, PyStrRef};
    use rustpython_vm::frozen::FrozenCodeObject;
    use rustpython_vm::function::{FuncArgs, OptionalArg};
    use rustpython_vm::scope::Scope;
    use rustpython_vm::{AsObject, PyObjectRef, PyRef, PyResult, VirtualMachine};

    fn find(name: &PyStr) -> Option<Module> {
        MODULES.get(name.to_str()?).copied()
    }

    fn needed(name: &PyStr, vm: &VirtualMachine) -> PyResult<Module> {
        find(name).ok_or_else(|| {
            let message = format!("the library has no module {name}");
            vm.new_import_error(message, vm.ctx.new_utf8_str(name.to_string_lossy()))
        })
    }

    fn code_of(module: Module, vm: &VirtualMachine) -> PyRef<PyCode> {
        PyCode::new_ref_from_frozen(vm, FrozenCodeObject { bytes: module.code })
    }

    #[pyfunction]
    fn find_spec(
        name: PyStrRef,
        _path: OptionalArg<PyObjectRef>,
        _target: OptionalArg<PyObjectRef>,
        vm: &VirtualMachine,
    ) -> PyResult {
        let Some(module) = find(&name) else {
            return Ok(vm.ctx.none());
        };
        let path = name.to_string_lossy().replace('.', "/");
        let (folder, file) = match module.is_package {
            true => (
                Some(format!("{ROOT}/{path}")),
                format!("{ROOT}/{path}/__init__.py"),
            ),
            false => (None, format!("{ROOT}/{path}.py")),
        };
        let bootstrap = vm.import("_frozen_importlib", 0)?;
        let loader = vm.import("_library", 0)?;
        let spec = bootstrap
            .get_attr("ModuleSpec", vm)?
            .call((name, loader), vm)?;
        spec.set_attr("origin", vm.ctx.new_str(file), vm)?;
        // With this a module gets a `__file__`.
        spec.set_attr("has_location", vm.ctx.new_bool(true), vm)?;
        if let Some(folder) = folder {
            let folders = vm.ctx.new_list(vec![vm.ctx.new_str(folder).into()]);
            spec.set_attr("submodule_search_locations", folders, vm)?;
        }
        Ok(spec)
    }

    #[pyfunction]
    fn create_module(_spec: PyObjectRef, vm: &VirtualMachine) -> PyObjectRef {
        vm.ctx.none()
    }

    #[pyfunction]
    fn exec_module(module: PyRef<PyModule>, vm: &VirtualMachine) -> PyResult<()> {
        let name: PyStrRef = module
            .as_object()
            .get_attr("__spec__", vm)?
            .get_attr("name", vm)?
            .try_into_value(vm)?;
        let code = code_of(needed(&name, vm)?, vm);
        let globals: PyRef<PyDict> = module.dict();
        vm.run_code_obj(code, Scope::with_builtins(None, globals, vm))?;
        Ok(())
    }

    #[pyfunction]
    fn get_code(name: PyStrRef, vm: &VirtualMachine) -> PyResult<PyRef<PyCode>> {
        Ok(code_of(needed(&name, vm)?, vm))
    }

    /// Of most modules there is none here; tracebacks leave those lines out.
    #[pyfunction]
    fn get_source(name: PyStrRef, vm: &VirtualMachine) -> PyResult<Option<PyStrRef>> {
        let source = needed(&name, vm)?.source;
        Ok((!source.is_empty()).then(|| vm.ctx.new_str(source)))
    }

    #[pyfunction]
    fn is_package(name: PyStrRef, vm: &VirtualMachine) -> PyResult<bool> {
        Ok(needed(&name, vm)?.is_package)
    }

    #[pyfunction]
    fn invalidate_caches(_args: FuncArgs) {}
}
