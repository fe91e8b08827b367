//! The module `_manyhands`: what the interpreter's own Python, `start.py`, asks of this crate.

pub(super) use _manyhands::module_def;

use super::life::{self, life};
use super::{Raised, gil, library};
use crate::platform::lock;
use rustpython_vm::builtins::{PyBaseException, PyTraceback};
use rustpython_vm::function::FuncArgs;
use rustpython_vm::{AsObject, Py, PyObjectRef, PyRef, PyResult, VirtualMachine};

/// Takes the interpreter's lock for a thread that begins.
pub(super) fn resume(vm: &VirtualMachine) {
    vm.allow_threads(gil::take);
    life::running();
}

/// Gives it back for one that ends.
pub(super) fn leave() {
    gil::give();
}

/// Does something without the interpreter's lock that touches no Python.
pub(super) fn without_lock<R>(vm: &VirtualMachine, work: impl FnOnce() -> R) -> R {
    super::waits::unlocked(vm, work)
}

/// What was there before something of the interpreter's was replaced: `start.py` has kept it.
pub(super) fn usual(name: &'static str, args: FuncArgs, vm: &VirtualMachine) -> PyResult {
    let own = vm.import("_manyhands", 0)?;
    let usual = own.get_attr(vm.ctx.intern_str(format!("usual_{name}")), vm)?;
    usual.call(args, vm)
}

/// Whether a file is of the library and not of the program.
pub(super) fn is_of_library(file: &str) -> bool {
    file.starts_with(library::ROOT) || file.starts_with("<frozen") || file == "<start>"
}

/// The line of the program that now runs on this thread, or from which the library was called;
/// 0 where there is none.
pub(super) fn line_of_program(vm: &VirtualMachine) -> u32 {
    let Some(frame) = vm.current_frame() else {
        return 0;
    };
    let mut frame: PyObjectRef = frame.into();
    for _ in 0..8 {
        let Some(file) = file_of(&frame, vm) else {
            return 0;
        };
        if !is_of_library(&file) {
            return frame
                .get_attr("f_lineno", vm)
                .and_then(|line| line.try_to_value(vm))
                .unwrap_or(0);
        }
        match frame.get_attr("f_back", vm) {
            Ok(back) if !vm.is_none(&back) => frame = back,
            _ => return 0,
        }
    }
    0
}

fn file_of(frame: &PyObjectRef, vm: &VirtualMachine) -> Option<String> {
    let code = frame.get_attr("f_code", vm).ok()?;
    let file = code.get_attr("co_filename", vm).ok()?;
    Some(file.str(vm).ok()?.to_string())
}

/// Keeps what has ended this thread.
pub(super) fn raised(error: &Py<PyBaseException>, vm: &VirtualMachine) {
    if let Some(life) = life() {
        let raised = told(error, vm);
        lock(&life.raised).push(raised);
    }
}

/// An exception, in words.
pub(super) fn told(error: &Py<PyBaseException>, vm: &VirtualMachine) -> Raised {
    let message = error
        .as_object()
        .str(vm)
        .map_or_else(|_| String::new(), |text| text.to_string());
    let mut raised = Raised {
        thread: life::name(),
        class: error.class().name().to_string(),
        message,
        ..Raised::default()
    };
    // A syntax error is of the line that is wrong.
    if error.fast_isinstance(vm.ctx.exceptions.syntax_error) {
        let of = |name: &'static str| error.as_object().get_attr(name, vm).ok();
        if let (Some(file), Some(line)) = (of("filename"), of("lineno")) {
            raised.file = file
                .str(vm)
                .map_or_else(|_| String::new(), |file| file.to_string());
            raised.line = line.try_to_value(vm).unwrap_or(0);
        }
        if let Some(text) = of("msg").and_then(|text| text.str(vm).ok()) {
            raised.message = text.to_string();
        }
        return raised;
    }
    let mut entry: Option<PyRef<PyTraceback>> = error.traceback();
    while let Some(this) = entry {
        let file = this.frame.f_code().source_path().to_string();
        if raised.file.is_empty() || !is_of_library(&file) {
            raised.line = this.lineno.get() as u32;
            raised.file = file;
        }
        entry = this.next.lock().clone();
    }
    raised
}

#[rustpython_vm::pymodule]
mod _manyhands {
    use super::{gil, life};
    use crate::contract::Stream;
    use crate::platform::lock;
    use crate::python::system;
    use crate::python::waits::{On, Watched};
    use crate::python::{checks, explore};
    use rustpython_vm::builtins::{PyBytes, PyBytesRef, PyStrRef};
    use rustpython_vm::common::wtf8::Wtf8Buf;
    use rustpython_vm::compiler::Mode;
    use rustpython_vm::convert::ToPyException;
    use rustpython_vm::function::{ArgBytesLike, ArgIntoFloat, FuncArgs, OptionalArg, PosArgs};
    use rustpython_vm::{AsObject, PyObjectRef, PyPayload, PyResult, VirtualMachine};
    use std::sync::Arc;
    use std::sync::atomic::Ordering;
    use std::time::Duration;

    /// Writes bytes to standard output, 1, or error, 2; waits where too much has not been taken.
    #[pyfunction]
    fn write(descriptor: u8, bytes: ArgBytesLike, vm: &VirtualMachine) -> PyResult<usize> {
        let stream = match descriptor {
            2 => Stream::Stderr,
            _ => Stream::Stdout,
        };
        if life::is_stopping() {
            return Ok(bytes.len());
        }
        let Some(life) = life::life() else {
            return Ok(bytes.len());
        };
        bytes
            .with_ref(|bytes| life.output.write(stream, bytes))
            .map_err(|error| error.to_pyexception(vm))?;
        while life.output.is_full() && !life::is_stopping() {
            life.context.cancel().sleep(Duration::from_millis(5));
        }
        Ok(bytes.len())
    }

    /// The next line from whoever runs the program, in bytes; empty at the end.
    #[pyfunction]
    fn read_line(vm: &VirtualMachine) -> PyResult<PyBytesRef> {
        let line = system::read_line(vm)?;
        Ok(PyBytes::from(line).into_ref(&vm.ctx))
    }

    /// `time.sleep`.
    #[pyfunction]
    fn sleep(seconds: PyObjectRef, vm: &VirtualMachine) -> PyResult<()> {
        let seconds: f64 = match seconds.try_index_opt(vm) {
            Some(whole) => whole?.try_to_primitive::<i64>(vm)? as f64,
            None => seconds.try_float(vm)?.to_f64(),
        };
        if seconds.is_nan() {
            return Err(vm.new_value_error("Invalid value NaN (not a number)"));
        }
        if seconds < 0.0 {
            return Err(vm.new_value_error("sleep length must be non-negative"));
        }
        if seconds > 9_223_372_036.0 {
            return Err(vm.new_overflow_error("timestamp too large to convert to C PyTime_t"));
        }
        let never: Arc<Watched<()>> = Arc::default();
        let duration = Duration::from_secs_f64(seconds);
        if duration.is_zero() {
            super::without_lock(vm, std::thread::yield_now);
            return Ok(());
        }
        never
            .wait(Some(duration), &On::Sleep, vm, |()| false)
            .map(drop)
    }

    /// `os._exit`: ends the program at once, from whatever thread.
    #[pyfunction]
    fn exit_now(status: i32, vm: &VirtualMachine) -> PyResult<()> {
        if let Some(life) = life::life() {
            lock(&life.exit_now).get_or_insert(status as u32);
            life.output.close();
        }
        life::stop();
        Err(crate::python::waits::stopped(vm))
    }

    /// Another program has begun, by the system's number: a stop ends it.
    #[pyfunction]
    fn other_begins(number: i32) {
        if let Some(life) = life::life() {
            life.other_begins(number);
        }
    }

    /// Another program has ended.
    #[pyfunction]
    fn other_ends(number: i32) {
        if let Some(life) = life::life() {
            life.other_ends(number);
        }
    }

    /// Whether the threads share a lock.
    #[pyfunction]
    fn is_gil_enabled() -> bool {
        gil::is_on()
    }

    #[pyfunction]
    fn get_switch_interval() -> f64 {
        gil::interval().as_secs_f64()
    }

    #[pyfunction]
    fn set_switch_interval(seconds: ArgIntoFloat, vm: &VirtualMachine) -> PyResult<()> {
        let seconds = seconds.into_float();
        if !(seconds > 0.0 && seconds < 1e9) {
            return Err(vm.new_value_error("switch interval must be strictly positive"));
        }
        gil::set_interval(Duration::from_secs_f64(seconds));
        Ok(())
    }

    /// `os.cpu_count`.
    #[pyfunction]
    fn cpu_count() -> u32 {
        life::life().map_or(1, |life| life.workers)
    }

    /// How many threads the program has started.
    #[pyfunction]
    fn threads_started() -> u32 {
        life::life().map_or(0, |life| life.started.load(Ordering::Relaxed))
    }

    /// `compile`, with checks in what is code of the program's.
    #[pyfunction]
    fn compile(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        // What is wrong with a text is said of it as it is.
        let plain = super::usual("compile", args.clone(), vm)?;
        let given = |at: usize, name: &str| {
            args.args
                .get(at)
                .cloned()
                .or_else(|| args.kwargs.get(name).cloned())
        };
        let has_flags = match given(3, "flags") {
            Some(flags) => flags.try_to_value::<i64>(vm)? != 0,
            None => false,
        };
        let (Some(source), Some(file), Some(mode)) =
            (given(0, "source"), given(1, "filename"), given(2, "mode"))
        else {
            return Ok(plain);
        };
        let mode = match mode.str(vm)?.to_string().as_str() {
            "exec" => Mode::Exec,
            "eval" => Mode::Eval,
            _ => return Ok(plain),
        };
        let file = match file.downcast::<rustpython_vm::builtins::PyStr>() {
            Ok(file) => file.to_string(),
            Err(_) => return Ok(plain),
        };
        let Some(text) = text_of(&source, vm) else {
            return Ok(plain);
        };
        if has_flags || file.starts_with("<frozen") {
            return Ok(plain);
        }
        Ok(match checks::compile(&text, mode, &file, vm) {
            Some(code) => code.into(),
            None => plain,
        })
    }

    /// `exec`, with checks in a text.
    #[pyfunction]
    fn exec(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        super::usual("exec", with_checks(args, Mode::Exec, vm), vm)
    }

    /// `eval`, with checks in a text.
    #[pyfunction]
    fn eval(args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        super::usual("eval", with_checks(args, Mode::Eval, vm), vm)
    }

    /// Whether the program's own code called this, and not the library's.
    fn is_called_by_program() -> bool {
        rustpython_vm::frame::current_code()
            .is_some_and(|code| !super::is_of_library(code.source_path().as_ref()))
    }

    /// The same arguments, with code for a text. One that is wrong is left as it is, for who says so.
    fn with_checks(mut args: FuncArgs, mode: Mode, vm: &VirtualMachine) -> FuncArgs {
        let text = args.args.first().and_then(|source| text_of(source, vm));
        if text.is_some() && is_called_by_program() {
            explore::meets_text();
        }
        if let Some(text) = text {
            let text = match mode {
                Mode::Eval => text.trim_start_matches([' ', '\t']),
                _ => &text,
            };
            if let Some(code) = checks::compile(text, mode, "<string>", vm) {
                args.args[0] = code.into();
            }
        }
        args
    }

    /// A program's text, where it is one.
    fn text_of(source: &PyObjectRef, vm: &VirtualMachine) -> Option<String> {
        if let Some(text) = source.downcast_ref::<rustpython_vm::builtins::PyStr>() {
            return text.to_str().map(Into::into);
        }
        let bytes: ArgBytesLike = source.clone().try_into_value(vm).ok()?;
        bytes.with_ref(|bytes| {
            let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
            // Any other encoding is read by who compiles it without checks.
            let text = std::str::from_utf8(bytes).ok()?;
            let names_another = text
                .lines()
                .take(2)
                .any(|line| line.trim_start().starts_with('#') && line.contains("coding"));
            (!names_another).then(|| text.to_string())
        })
    }

    #[derive(FromArgs)]
    struct PrintOptions {
        #[pyarg(named, default)]
        sep: Option<PyObjectRef>,
        #[pyarg(named, default)]
        end: Option<PyObjectRef>,
        #[pyarg(named, default)]
        file: Option<PyObjectRef>,
        #[pyarg(named, default = false)]
        flush: bool,
    }

    fn part(
        given: Option<PyObjectRef>,
        name: &str,
        usual: &str,
        vm: &VirtualMachine,
    ) -> PyResult<PyStrRef> {
        match given {
            Some(given) if !vm.is_none(&given) => given.downcast().map_err(|given| {
                vm.new_type_error(format!(
                    "{name} must be None or a string, not {}",
                    given.class().name()
                ))
            }),
            _ => Ok(vm.ctx.new_str(usual)),
        }
    }

    /// `print`, with one write for all of it: what one thread prints at once, no other comes between.
    #[pyfunction]
    fn print(values: PosArgs, options: PrintOptions, vm: &VirtualMachine) -> PyResult<()> {
        let file = match options.file {
            Some(file) if !vm.is_none(&file) => file,
            _ => match vm.sys_module.get_attr("stdout", vm) {
                Ok(file) if vm.is_none(&file) => return Ok(()),
                Ok(file) => file,
                Err(_) => return Err(vm.new_runtime_error("lost sys.stdout")),
            },
        };
        let sep = part(options.sep, "sep", " ", vm)?;
        let end = part(options.end, "end", "\n", vm)?;
        let mut text = Wtf8Buf::new();
        for (at, value) in values.into_iter().enumerate() {
            if at > 0 {
                text.push_wtf8(sep.as_wtf8());
            }
            text.push_wtf8(value.str(vm)?.as_wtf8());
        }
        text.push_wtf8(end.as_wtf8());
        vm.call_method(&file, "write", (vm.ctx.new_str(text),))?;
        if options.flush {
            vm.call_method(&file, "flush", ())?;
        }
        Ok(())
    }

    /// `input`.
    #[pyfunction]
    fn input(prompt: OptionalArg<PyObjectRef>, vm: &VirtualMachine) -> PyResult<PyStrRef> {
        let stream = |name: &'static str| match vm.sys_module.get_attr(name, vm) {
            Ok(stream) if !vm.is_none(&stream) => Ok(stream),
            _ => Err(vm.new_runtime_error(format!("input(): lost sys.{name}"))),
        };
        let (stdin, stdout) = (stream("stdin")?, stream("stdout")?);
        if let OptionalArg::Present(prompt) = prompt {
            vm.call_method(&stdout, "write", (prompt.str(vm)?,))?;
        }
        vm.call_method(&stdout, "flush", ())?;
        let line: PyStrRef = vm.call_method(&stdin, "readline", ())?.try_into_value(vm)?;
        let text = line.as_wtf8();
        if text.is_empty() {
            return Err(vm.new_exception_msg(
                vm.ctx.exceptions.eof_error.to_owned(),
                "EOF when reading a line".to_string().into(),
            ));
        }
        Ok(match text.as_bytes().strip_suffix(b"\n") {
            Some(_) => vm.ctx.new_str(text[..text.len() - 1].to_owned()),
            None => line,
        })
    }

    /// Calls what is built in without the lock of the interpreter: what works for long on bytes.
    #[pyfunction]
    fn unlocked(mut args: FuncArgs, vm: &VirtualMachine) -> PyResult {
        let function = args
            .take_positional()
            .ok_or_else(|| vm.new_type_error("a function is wanted"))?;
        let had = gil::give();
        let result = function.call(args, vm);
        if had {
            vm.allow_threads(gil::take);
            life::running();
        }
        result
    }
}
