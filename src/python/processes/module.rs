//! The module `_processes`: what Python's library of processes is laid upon.

pub(in crate::python) use _processes::module_def as processes_def;

use super::Board;
use super::board::Stopped;
use crate::platform::clock;
use crate::python::life::{Life, life, stop};
use crate::python::waits::{self, On, blocking};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::convert::ToPyException;
use rustpython_vm::{PyObjectRef, PyResult, VirtualMachine};
use std::sync::Arc;

/// The run, and what its processes share.
fn here(vm: &VirtualMachine) -> PyResult<(Arc<Life>, Arc<Board>)> {
    let life = life().ok_or_else(|| waits::stopped(vm))?;
    let board = life
        .board()
        .map_err(|error| error.to_pyexception(vm))?
        .clone();
    match board.has_ended(board.me) {
        true => Err(ended(vm)),
        false => Ok((life, board)),
    }
}

/// All is to end, or this process: it may have been ended, and have lost what it had, before it hears so. Nothing of it
/// goes on, and what it would have said of what it has lost is said to nobody.
fn ended(vm: &VirtualMachine) -> PyBaseExceptionRef {
    stop();
    waits::stopped(vm)
}

pub(super) fn board(vm: &VirtualMachine) -> PyResult<Arc<Board>> {
    Ok(here(vm)?.1)
}

/// Until when to wait, on the common clock; `None` is for ever.
pub(super) fn end_us(timeout: Option<PyObjectRef>, vm: &VirtualMachine) -> PyResult<Option<f64>> {
    match timeout {
        Some(timeout) if !vm.is_none(&timeout) => {
            let seconds = timeout.try_float(vm)?.to_f64();
            Ok(Some(clock::now_us() + seconds.max(0.0) * 1e6))
        }
        _ => Ok(None),
    }
}

/// Waits as Python waits: seen, without the interpreter's lock, ended by a stop.
pub(super) fn waiting<R>(
    on: &PyObjectRef,
    vm: &VirtualMachine,
    work: impl FnOnce() -> Result<R, Stopped>,
) -> PyResult<R> {
    let what = On::Object(on).what(None, vm);
    blocking(vm, what, work).map_err(|Stopped| ended(vm))
}

pub(super) fn no_memory(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_memory_error("what processes share is used up")
}

#[rustpython_vm::pymodule]
mod _processes {
    use super::super::board::{MOST, Tag};
    use super::super::pipes::{CAPACITY, NotReceived, NotSent};
    use super::super::{Begun, Child, OtherProgram, Wanted, attend};
    use super::{Stopped, board, end_us, ended, here, no_memory, waiting};
    use crate::python::checks;
    use crate::python::waits::On;
    use rustpython_vm::builtins::{PyBaseExceptionRef, PyBytes, PyBytesRef, PyTypeRef};
    use rustpython_vm::function::ArgBytesLike;
    use rustpython_vm::{PyObjectRef, PyPayload, PyResult, VirtualMachine};

    /// Whether files and programs are those of a page.
    #[pyattr(name = "IN_A_PAGE")]
    const IN_A_PAGE: bool = cfg!(target_family = "wasm");

    /// From this on a number means a process, of this tag, and no end of a pipe.
    const SENTINELS: u64 = 1 << 32;

    fn os_error(
        class: &'static rustpython_vm::Py<rustpython_vm::builtins::PyType>,
        number: i32,
        text: &str,
        vm: &VirtualMachine,
    ) -> PyBaseExceptionRef {
        let class: PyTypeRef = class.to_owned();
        let args = vec![vm.ctx.new_int(number).into(), vm.ctx.new_str(text).into()];
        vm.invoke_exception(&class, args)
            .unwrap_or_else(|error| error)
    }

    fn bad_handle(vm: &VirtualMachine) -> PyBaseExceptionRef {
        os_error(vm.ctx.exceptions.os_error, 9, "Bad file descriptor", vm)
    }

    fn end_of(handle: u64, vm: &VirtualMachine) -> PyResult<u32> {
        u32::try_from(handle).map_err(|_| bad_handle(vm))
    }

    // Pipes.

    /// Two ends of a pipe: what reads and what writes, or two that do both.
    #[pyfunction]
    fn pipe(is_duplex: bool, vm: &VirtualMachine) -> PyResult<(u32, u32)> {
        let board = board(vm)?;
        let made = match is_duplex {
            true => board.new_pair(),
            false => board.new_pipe(CAPACITY).and_then(|pipe| {
                let reads = board.new_end(board.me, pipe, 0)?;
                Some((reads, board.new_end(board.me, 0, pipe)?))
            }),
        };
        made.ok_or_else(|| no_memory(vm))
    }

    /// Writes a message. `this` is what the program waits for where it waits.
    #[pyfunction]
    fn send(
        this: PyObjectRef,
        handle: u64,
        message: ArgBytesLike,
        vm: &VirtualMachine,
    ) -> PyResult<()> {
        let board = board(vm)?;
        let end = end_of(handle, vm)?;
        let first = message.with_ref(|message| board.send(end, message, false));
        let sent = match first {
            Err(NotSent::Full) => {
                // A copy: whoever has the object may change it meanwhile.
                let message = message.with_ref(<[u8]>::to_vec);
                waiting(&this, vm, || match board.send(end, &message, true) {
                    Err(NotSent::Stopped) => Err(Stopped),
                    other => Ok(other),
                })?
            }
            other => other,
        };
        if sent.is_err() {
            here(vm)?;
        }
        match sent {
            Ok(()) => Ok(()),
            Err(NotSent::Broken) => Err(os_error(
                vm.ctx.exceptions.broken_pipe_error,
                32,
                "Broken pipe",
                vm,
            )),
            Err(NotSent::Closed) => Err(bad_handle(vm)),
            Err(NotSent::Full | NotSent::Stopped) => Err(ended(vm)),
        }
    }

    /// Reads a message; None where it has more than `most` bytes.
    #[pyfunction]
    fn receive(
        this: PyObjectRef,
        handle: u64,
        most: Option<usize>,
        vm: &VirtualMachine,
    ) -> PyResult<Option<PyBytesRef>> {
        let board = board(vm)?;
        let end = end_of(handle, vm)?;
        let received = match board.receive(end, most, false) {
            Err(NotReceived::Empty) => {
                waiting(&this, vm, || match board.receive(end, most, true) {
                    Err(NotReceived::Stopped) => Err(Stopped),
                    other => Ok(other),
                })?
            }
            other => other,
        };
        if received.is_err() {
            here(vm)?;
        }
        match received {
            Ok(message) => Ok(Some(PyBytes::from(message).into_ref(&vm.ctx))),
            Err(NotReceived::Long) => Ok(None),
            Err(NotReceived::Ended) => {
                let class = vm.ctx.exceptions.eof_error.to_owned();
                Err(vm.invoke_exception(&class, Vec::new())?)
            }
            Err(NotReceived::Closed) => Err(bad_handle(vm)),
            Err(NotReceived::Cut) => Err(vm.new_os_error("got end of file during message")),
            Err(NotReceived::NoMemory) => Err(no_memory(vm)),
            Err(NotReceived::Empty | NotReceived::Stopped) => Err(ended(vm)),
        }
    }

    /// Waits until one of these is ready, for `timeout` seconds at most; those that are.
    #[pyfunction]
    fn ready(
        this: PyObjectRef,
        handles: Vec<u64>,
        timeout: PyObjectRef,
        vm: &VirtualMachine,
    ) -> PyResult<Vec<PyObjectRef>> {
        let board = board(vm)?;
        let end_us = end_us(Some(timeout), vm)?;
        let mut pipes = Vec::new();
        for handle in &handles {
            pipes.push(match handle.checked_sub(SENTINELS) {
                Some(tag) => Err(Tag(tag as u32)),
                None => Ok(board
                    .pipes_of(end_of(*handle, vm)?)
                    .ok_or_else(|| bad_handle(vm))?
                    .0),
            });
        }
        let look = || {
            let those: Vec<u64> = pipes
                .iter()
                .zip(&handles)
                .filter(|(pipe, _)| match pipe {
                    Ok(pipe) => board.is_readable(*pipe),
                    Err(tag) => board.has_ended(*tag),
                })
                .map(|(_, handle)| *handle)
                .collect();
            (!those.is_empty()).then_some(those)
        };
        let those = match look() {
            Some(those) => Some(those),
            None if end_us.is_some_and(|end| end <= crate::platform::clock::now_us()) => None,
            None => waiting(&this, vm, || board.until_any(end_us, look))?,
        };
        // A pool's thread looks again and again whether another one has taken a result.
        checks::pass(vm)?;
        Ok(those
            .unwrap_or_default()
            .into_iter()
            .map(|handle| vm.ctx.new_int(handle).into())
            .collect())
    }

    #[pyfunction]
    fn close(handle: u64, vm: &VirtualMachine) -> PyResult<()> {
        match board(vm)?.drop_end(end_of(handle, vm)?) {
            true => Ok(()),
            false => Err(bad_handle(vm)),
        }
    }

    /// One more end of the same pipes: for a child that is to be started, or on its way to whoever adopts it.
    #[pyfunction]
    fn duplicate(handle: u64, child: Option<u32>, vm: &VirtualMachine) -> PyResult<u32> {
        let board = board(vm)?;
        let owner = child.map_or(board.me, Tag);
        board
            .duplicate_end(end_of(handle, vm)?, owner)
            .ok_or_else(|| bad_handle(vm))
    }

    /// Makes an end this process's own that another has duplicated.
    #[pyfunction]
    fn adopt(handle: u64, vm: &VirtualMachine) -> PyResult<u64> {
        let board = board(vm)?;
        match board.give_end(end_of(handle, vm)?, board.me) {
            true => Ok(handle),
            false => Err(os_error(
                vm.ctx.exceptions.connection_refused_error,
                111,
                "Connection refused",
                vm,
            )),
        }
    }

    // Listeners.

    #[pyfunction]
    fn listen(name: ArgBytesLike, vm: &VirtualMachine) -> PyResult<u32> {
        let board = board(vm)?;
        name.with_ref(|name| board.listen(name))
            .ok_or_else(|| no_memory(vm))
    }

    #[pyfunction]
    fn is_listening(name: ArgBytesLike, vm: &VirtualMachine) -> PyResult<bool> {
        let board = board(vm)?;
        Ok(name.with_ref(|name| board.is_listening(name)))
    }

    /// An end that leads to whoever listens at this name; None where nobody does.
    #[pyfunction]
    fn connect(name: ArgBytesLike, vm: &VirtualMachine) -> PyResult<Option<u32>> {
        let board = board(vm)?;
        Ok(name.with_ref(|name| board.connect(name)))
    }

    /// Waits for the next that connects.
    #[pyfunction]
    fn accept(this: PyObjectRef, handle: u64, vm: &VirtualMachine) -> PyResult<u32> {
        let call = receive(this, handle, None, vm)?.ok_or_else(|| bad_handle(vm))?;
        let end = call.as_bytes().try_into().map_err(|_| bad_handle(vm))?;
        Ok(u32::from_le_bytes(end))
    }

    #[pyfunction]
    fn hang_up(handle: u64, vm: &VirtualMachine) -> PyResult<()> {
        board(vm)?.hang_up(end_of(handle, vm)?);
        Ok(())
    }

    // Processes.

    /// A place for a child that is to be started.
    #[pyfunction]
    fn reserve(vm: &VirtualMachine) -> PyResult<u32> {
        match board(vm)?.new_process() {
            Some(tag) => Ok(tag.0),
            None => Err(os_error(
                vm.ctx.exceptions.os_error,
                11,
                &format!("can't start new process: {MOST} are alive, and more there cannot be"),
                vm,
            )),
        }
    }

    /// Gives back a place whose child will not be started.
    #[pyfunction]
    fn abandon(tag: u32, vm: &VirtualMachine) -> PyResult<()> {
        board(vm)?.end_process(Tag(tag));
        Ok(())
    }

    /// Starts the child of this place, which unpickles `payload`; its number.
    #[pyfunction]
    fn start(tag: u32, name: String, payload: ArgBytesLike, vm: &VirtualMachine) -> PyResult<u32> {
        begin(tag, name, payload.with_ref(<[u8]>::to_vec), None, vm)
    }

    fn begin(
        tag: u32,
        name: String,
        payload: Vec<u8>,
        other: Option<OtherProgram>,
        vm: &VirtualMachine,
    ) -> PyResult<u32> {
        let (life, board) = here(vm)?;
        board.count_copied(payload.len());
        let child = attend::expect(&life, Tag(tag));
        life.want(Wanted::Process(Begun {
            memory: board.memory.name().into(),
            tag,
            parent: board.me.0,
            name,
            executable: life.executable(),
            payload,
            other,
        }));
        let on = On::Words("a process to start");
        child.wait(None, &on, vm, |child| !matches!(child, Child::Starting))?;
        child.look(|child| match child {
            Child::Running(number) | Child::Ended(number, _) => Ok(*number),
            Child::Failed(reason) => Err(vm.new_os_error(reason.clone())),
            Child::Starting => Err(ended(vm)),
        })
    }

    #[derive(FromArgs)]
    struct ProgramArgs {
        #[pyarg(positional)]
        tag: u32,
        #[pyarg(positional)]
        name: String,
        #[pyarg(positional)]
        arguments: Vec<String>,
        #[pyarg(positional)]
        folder: String,
        #[pyarg(positional)]
        environment: Vec<String>,
        #[pyarg(positional)]
        ends: Vec<i64>,
    }

    /// Starts another program of Python's, in a page; its number. The environment is names and values in turn.
    #[pyfunction]
    fn start_program(args: ProgramArgs, vm: &VirtualMachine) -> PyResult<u32> {
        let ends = args
            .ends
            .try_into()
            .map_err(|_| vm.new_value_error("a program has three streams"))?;
        let other = OtherProgram {
            arguments: args.arguments,
            folder: args.folder,
            environment: args
                .environment
                .chunks_exact(2)
                .map(|pair| (pair[0].clone(), pair[1].clone()))
                .collect(),
            ends,
        };
        begin(args.tag, args.name, Vec::new(), Some(other), vm)
    }

    /// What this process has for standard input, output or error.
    #[pyfunction]
    fn end_of_stream(descriptor: usize, vm: &VirtualMachine) -> PyResult<i64> {
        let (life, _) = here(vm)?;
        let begun = life.processes.begun.as_ref();
        Ok(begun.map_or(0, |begun| begun.end_of_stream(descriptor.min(2))))
    }

    /// Ends a child of this process, or this process itself, as a signal does. Says whether there is one of this number.
    #[pyfunction]
    fn kill(number: u32, signal: i32, vm: &VirtualMachine) -> PyResult<bool> {
        let (life, _) = here(vm)?;
        let begun = life.processes.begun.as_ref();
        if begun.is_some_and(|begun| begun.number() == number) {
            if signal != 0 {
                life.die(-signal);
                crate::python::life::stop();
                return Err(ended(vm));
            }
            return Ok(true);
        }
        let child = life.processes.tag_of(number);
        if let Some(tag) = child
            && signal != 0
        {
            life.want(Wanted::End(tag, -signal));
        }
        Ok(child.is_some())
    }

    /// A child's exit code; None while it runs.
    #[pyfunction]
    fn exit_code(tag: u32, vm: &VirtualMachine) -> PyResult<Option<i32>> {
        let (life, _) = here(vm)?;
        Ok(life.processes.child(tag).and_then(|child| {
            child.look(|child| match child {
                Child::Ended(_, code) => Some(*code),
                _ => None,
            })
        }))
    }

    /// Ends a child with this exit code.
    #[pyfunction]
    fn end(tag: u32, code: i32, vm: &VirtualMachine) -> PyResult<()> {
        here(vm)?.0.want(Wanted::End(tag, code));
        Ok(())
    }

    /// What becomes ready when the process ends.
    #[pyfunction]
    fn sentinel(tag: u32) -> u64 {
        SENTINELS + u64::from(tag)
    }

    /// What this process was begun with: the tag of its parent, and what it is to unpickle.
    #[pyfunction]
    fn begun(vm: &VirtualMachine) -> PyResult<Option<(u32, PyBytesRef)>> {
        let (life, _) = here(vm)?;
        Ok(life.processes.begun.as_ref().map(|begun| {
            let payload = PyBytes::from(begun.payload.clone()).into_ref(&vm.ctx);
            (begun.parent, payload)
        }))
    }

    // Shared bytes.

    #[pyfunction]
    fn allocate(size: u32, vm: &VirtualMachine) -> PyResult<u32> {
        let board = board(vm)?;
        let at = board.allocate(size).ok_or_else(|| no_memory(vm))?;
        const ZEROS: [u8; 4096] = [0; 4096];
        let mut done = 0;
        while done < size {
            let now = (size - done).min(ZEROS.len() as u32);
            board.memory.write(at + done, &ZEROS[..now as usize]);
            done += now;
        }
        Ok(at)
    }

    #[pyfunction]
    fn free(at: u32, size: u32, vm: &VirtualMachine) -> PyResult<()> {
        board(vm)?.free(at, size);
        Ok(())
    }

    #[pyfunction]
    fn read(at: u32, size: usize, vm: &VirtualMachine) -> PyResult<PyBytesRef> {
        let mut bytes = vec![0; size];
        board(vm)?.memory.read(at, &mut bytes);
        Ok(PyBytes::from(bytes).into_ref(&vm.ctx))
    }

    #[pyfunction]
    fn write(at: u32, bytes: ArgBytesLike, vm: &VirtualMachine) -> PyResult<()> {
        let board = board(vm)?;
        bytes.with_ref(|bytes| board.memory.write(at, bytes));
        Ok(())
    }
}
