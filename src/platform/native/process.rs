//! Child processes of this same binary, spoken to over pipes.
//!
//! A frame on a pipe is its length, four bytes little-endian, and its bytes.

use super::threads;
use crate::contract::Error;
use crate::platform::channel;
use crate::platform::lock;
use crate::platform::memory;
use crate::platform::process::Heard;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};

/// The word after which the binary is a child and nothing else.
pub const CHILD_COMMAND: &str = "process";

/// Where the binary is, when the program that runs is another one (a test, an embedding).
pub const BINARY_VARIABLE: &str = "MANYHANDS_BINARY";

/// Where it is.
///
/// # Errors
/// The system's.
pub fn binary() -> io::Result<PathBuf> {
    match std::env::var_os(BINARY_VARIABLE) {
        Some(binary) => Ok(binary.into()),
        None => std::env::current_exe(),
    }
}

/// Ends this process.
pub fn end_this(code: i32) -> ! {
    std::process::exit(code)
}

/// A running child.
#[derive(Debug)]
pub struct Child {
    child: Ending,
    frames: mpsc::Sender<Vec<u8>>,
}

/// The child of the system, which is ended when this is dropped.
#[derive(Debug)]
struct Ending {
    child: Arc<Mutex<std::process::Child>>,
    number: u32,
}

impl Ending {
    fn kill(&self) {
        // The reader may hold the lock in `wait` only when the pipe is closed: the child is gone.
        if let Ok(mut child) = self.child.try_lock() {
            let _ = child.kill();
        }
    }
}

impl Child {
    /// Starts a child; `heard` is called on a thread of its own. The child begins with `main` of
    /// the binary, whatever the name that it has in a browser, and ends without hearing of it.
    pub fn start(_: &str, _: &[u8], heard: impl Fn(Heard) + Send + 'static) -> Result<Self, Error> {
        let failed = |error: io::Error| Error::failed(format!("a process did not start: {error}"));
        let mut child = Command::new(binary().map_err(failed)?)
            .arg(CHILD_COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let pipes = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        // From here on it is ended by whatever ends this.
        let child = Ending {
            number: child.id(),
            child: Arc::new(Mutex::new(child)),
        };
        let (Some(mut input), Some(mut output), Some(mut errors)) = pipes else {
            return Err(failed(io::Error::other("no pipe")));
        };

        // The coordinator must not block on a full pipe, so a thread does.
        let (frames, queue) = mpsc::channel::<Vec<u8>>();
        threads::start("to a process", move || {
            while let Ok(frame) = queue.recv() {
                if write_frame(&mut input, &frame).is_err() {
                    break;
                }
            }
        })
        .map_err(failed)?;
        let (complain, complaints) = mpsc::channel::<String>();
        threads::start("complaints of a process", move || {
            let mut text = Vec::new();
            let _ = errors.read_to_end(&mut text);
            let _ = complain.send(String::from_utf8_lossy(&text).into_owned());
        })
        .map_err(failed)?;
        let ended = child.child.clone();
        threads::start("from a process", move || {
            let unheard = loop {
                match read_frame(&mut output) {
                    Ok(Some(frame)) => heard(Heard::Frame(frame)),
                    Ok(None) => break None,
                    Err(error) => break Some(error),
                }
            };
            let mut child = lock(&ended);
            if unheard.is_some() {
                // It goes on speaking, and nobody hears it.
                let _ = child.kill();
            }
            let status = child.wait();
            drop(child);
            let said = complaints.recv().unwrap_or_default();
            let mut reasons = Vec::new();
            match unheard {
                Some(error) => reasons.push(error.to_string()),
                None => reasons.push(
                    status.map_or_else(|error| error.to_string(), |status| status.to_string()),
                ),
            }
            reasons.extend(
                said.lines()
                    .take(3)
                    .map(|line| line.trim_start_matches("manyhands: ").to_string()),
            );
            heard(Heard::Died(reasons.join(" ").trim().to_string()));
        })
        .map_err(failed)?;
        Ok(Self { child, frames })
    }

    /// Its number in the system.
    pub fn number(&self) -> Option<u32> {
        Some(self.child.number)
    }

    /// Ends it; its reader tells of its death.
    pub fn kill(&self) {
        self.child.kill();
    }

    /// The same: there is no gentler way that takes no longer.
    pub fn end(&self) {
        self.kill();
    }

    /// Sends a frame.
    pub fn post(&self, frame: Vec<u8>) {
        // A child that is gone is reported by its reader.
        let _ = self.frames.send(frame);
    }
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Sends a frame to the parent.
pub fn post_to_parent(frame: Vec<u8>) {
    // A parent that is gone closes our input, which ends us.
    let mut output = io::stdout().lock();
    let _ = write_frame(&mut output, &frame);
}

/// What the binary does as a child, until its target or its parent ends.
///
/// # Errors
/// [`Error::Failed`] where the parent cannot be listened to.
pub fn serve<L: Future<Output = ()>>(
    life: impl FnOnce(channel::Receiver<Vec<u8>>) -> L,
) -> Result<(), Error> {
    let (send, frames) = channel::unbounded();
    threads::start("from the parent", move || {
        let mut input = io::stdin().lock();
        loop {
            match read_frame(&mut input) {
                Ok(Some(frame)) => {
                    if send.send(frame).is_err() {
                        return;
                    }
                }
                // The parent is gone, and nobody is left to work for.
                Ok(None) => std::process::exit(0),
                Err(error) => {
                    let _ = writeln!(io::stderr(), "{error}");
                    std::process::exit(Error::failed("").exit_code().into());
                }
            }
        }
    })
    .map_err(|error| Error::failed(error.to_string()))?;
    super::block_on(life(frames));
    Ok(())
}

fn write_frame(output: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len())
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "a frame of over 4 GiB"))?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(frame)?;
    output.flush()
}

/// The next frame; `None` at the end.
fn read_frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let length = u32::from_le_bytes(length) as usize;
    let mut frame = memory::filled(0, length, "bytes from another process")
        .map_err(|error| io::Error::new(io::ErrorKind::OutOfMemory, error))?;
    input.read_exact(&mut frame)?;
    Ok(Some(frame))
}
