//! A call of the model by the program: where it stands, and the step that it is.

use super::Step;
use super::baton::{self, Need, Shared};
use crate::explore::{How, Object, Touch};
use crate::python::own;
use rustpython_vm::frame::current_thread_iframe;
use rustpython_vm::{PyResult, VirtualMachine};

/// Where the program called the model.
pub(super) struct Caller {
    file: String,
    line: u32,
    column: u32,
    end_column: u32,
    is_program: bool,
}

impl Caller {
    /// The file and the line, from 1.
    pub fn place(self) -> (String, u32) {
        (self.file, self.line)
    }
}

/// The frame below those of the model.
pub(super) fn caller() -> Caller {
    let mut frame = current_thread_iframe();
    while !frame.is_null() {
        // SAFETY: frames of this thread, which are below what runs now.
        let this = unsafe { &*frame };
        let code = this.code();
        let file = code.source_path().to_string();
        if !is_of_model(&file) {
            let at = (this.get_lasti() as usize).saturating_sub(1);
            let (begin, end) = match code.locations.get(at) {
                Some((begin, end)) => (*begin, *end),
                None => Default::default(),
            };
            return Caller {
                line: begin.line.get() as u32,
                column: begin.character_offset.to_zero_indexed() as u32,
                end_column: match begin.line == end.line {
                    true => end.character_offset.to_zero_indexed() as u32,
                    false => begin.character_offset.to_zero_indexed() as u32 + 1,
                },
                is_program: !own::is_of_library(&file),
                file,
            };
        }
        frame = this.previous();
    }
    // Called by a thread that does nothing else: `Thread(target=event.set)`.
    Caller {
        file: String::new(),
        line: 0,
        column: 0,
        end_column: 0,
        is_program: true,
    }
}

/// Whether a file is one of the model.
pub(super) fn is_of_model(file: &str) -> bool {
    file.strip_prefix(crate::python::library::ROOT)
        .is_some_and(|file| matches!(file, "/threading.py" | "/queue.py" | "/_explored.py"))
}

/// A step of the model's. From within the library it is one only where it has to wait: what the library does between is not
/// the program's.
pub(super) fn step<R>(
    vm: &VirtualMachine,
    touches: Vec<Touch>,
    need: Need,
    is_timed: bool,
    (operation, of): (&str, Of<'_>),
    done: impl FnOnce(&mut Shared<'_>, How) -> R,
) -> PyResult<R> {
    let caller = caller();
    if !caller.is_program && baton::is_met(need) {
        return Ok(baton::quietly(|shared| done(shared, How::Step)));
    }
    step_of(caller, vm, touches, need, is_timed, (operation, of), done)
}

/// A step, whoever calls.
pub(super) fn step_of<R>(
    caller: Caller,
    vm: &VirtualMachine,
    touches: Vec<Touch>,
    need: Need,
    is_timed: bool,
    (operation, of): (&str, Of<'_>),
    done: impl FnOnce(&mut Shared<'_>, How) -> R,
) -> PyResult<R> {
    let printed = match of {
        Of::Printed(_, text) => Some(text),
        _ => None,
    };
    let number = touches.first().map(|touch| touch.object);
    let writes = touches.first().is_some_and(|touch| touch.writes);
    let result = baton::arrive(vm, touches, need, is_timed, |shared, how| {
        let result = done(shared, how);
        shared.record(|called| Step {
            operation: match how {
                How::Step => operation.into(),
                How::TimeOut => format!("{operation}, timed out"),
            },
            object: match of {
                Of::Sync(sync) => called(sync),
                Of::Words(words) | Of::Printed(words, _) => words.into(),
            },
            file: caller.file,
            line: caller.line,
            column: caller.column,
            end_column: caller.end_column,
            number: number.unwrap_or_default(),
            writes,
            output: printed.unwrap_or_default().into(),
            ..Step::default()
        });
        result
    });
    baton::passed_call();
    result
}

#[derive(Clone, Copy)]
pub(super) enum Of<'a> {
    Sync(usize),
    Words(&'a str),
    /// A stream, and what is written to it.
    Printed(&'a str, &'a str),
}

pub(super) fn writes(object: Object) -> Vec<Touch> {
    vec![Touch {
        object,
        writes: true,
    }]
}

pub(super) fn reads(object: Object) -> Vec<Touch> {
    vec![Touch {
        object,
        writes: false,
    }]
}
