//! What the program says on its standard streams, and how it ends where it can say no more.

use crate::contract::Error;
use serde::Serialize;
use serde_json::json;
use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether errors are written to standard output too, as JSON.
static AS_JSON: AtomicBool = AtomicBool::new(false);

/// Says whether errors are to be written to standard output too, as JSON.
pub fn speak_json(json: bool) {
    AS_JSON.store(json, Ordering::Relaxed);
}

/// What is asked of the system once, so that what it lacks is told and does not end the program in
/// words of its own.
pub fn prepare() {
    #[cfg(unix)]
    {
        // A file that may not grow is told by the write then, as a full disk is.
        // SAFETY: to ignore a signal calls no code of this program.
        unsafe { libc::signal(libc::SIGXFSZ, libc::SIG_IGN) };
        let given_up: extern "C" fn(i32) = given_up;
        // SAFETY: what is called there takes no lock and asks for no memory.
        unsafe { libc::signal(libc::SIGABRT, given_up as libc::sighandler_t) };
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| match panic.payload_as_str() {
            // So the standard library begins a thread for which the system has no memory left.
            Some(text) if text.starts_with("failed to allocate an alternative stack") => end(
                format_args!("memory ran out: a thread could not be started"),
            ),
            _ => usual(panic),
        }));
    }
}

/// What the system's libraries do where they cannot go on: the C library where it has no memory for
/// a thread's variables, a GPU's driver where it has none for itself.
#[cfg(unix)]
extern "C" fn given_up(_: i32) {
    end(format_args!(
        "the program could not go on; most often memory ran out"
    ))
}

/// Says the error, on standard output too where that is to hold JSON; its exit code.
pub fn fail(error: &Error) -> ExitCode {
    complain(error);
    if AS_JSON.load(Ordering::Relaxed) {
        // Where it cannot be written, the sentence above has said it.
        let _ = print_json(&json!({ "error": error.told() }));
    }
    ExitCode::from(error.exit_code())
}

/// Says the error to a person. Where standard error is closed or full the exit code has to do.
pub fn complain(error: &Error) {
    let _ = writeln!(io::stderr(), "manyhands: {error}");
}

/// Ends the program where memory has run out and nothing can be done without.
#[cfg(unix)]
pub fn out_of_memory(bytes: usize) -> ! {
    end(format_args!(
        "memory ran out: {bytes} bytes more could not be had"
    ))
}

/// Ends the program as failed, for this reason, which JSON need not escape. It asks for no memory,
/// and takes no lock that somebody else may hold.
#[cfg(unix)]
fn end(reason: std::fmt::Arguments<'_>) -> ! {
    let write = |descriptor: i32, words: std::fmt::Arguments<'_>| {
        let mut text = [0_u8; 200];
        let mut rest = &mut text[..];
        let _ = rest.write_fmt(words);
        let length = 200 - rest.len();
        // SAFETY: so much of the text is there.
        unsafe { libc::write(descriptor, text.as_ptr().cast(), length) };
    };
    write(2, format_args!("manyhands: {reason}\n"));
    if AS_JSON.swap(false, Ordering::Relaxed) {
        write(
            1,
            format_args!("{{\"error\": {{\"kind\": \"failed\", \"message\": \"{reason}\"}}}}\n"),
        );
    }
    let failed = Error::Failed {
        message: String::new(),
    };
    // SAFETY: it ends this program, and whatever else is under way in it.
    unsafe { libc::_exit(failed.exit_code().into()) }
}

/// Writes a value as JSON to standard output, and a line's end.
pub fn print_json(value: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_string_pretty(value)
        .map_err(|error| Error::failed(format!("could not be written as JSON: {error}")))?;
    say(&(text + "\n"))
}

/// Writes to standard output.
pub fn say(text: &str) -> Result<(), Error> {
    let mut output = io::stdout();
    checked(
        output
            .write_all(text.as_bytes())
            .and_then(|()| output.flush()),
    )
}

/// What became of writing to standard output; a reader that has gone away has read enough.
pub fn checked(written: io::Result<()>) -> Result<(), Error> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Error::failed(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}
