//! Child processes of this same binary, spoken to over pipes.
//!
//! A frame on a pipe is its length, four bytes little-endian, and its bytes.

use crate::contract::Error;
use crate::platform::channel;
use crate::platform::lock;
use crate::platform::process::Heard;
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, mpsc};

/// The word after which the binary is a child and nothing else.
pub const CHILD_COMMAND: &str = "process";

/// Where the binary is, when the program that runs is another one (a test, an embedding).
pub const BINARY_VARIABLE: &str = "MANYHANDS_BINARY";

/// A running child.
#[derive(Debug)]
pub struct Child {
    child: Arc<Mutex<std::process::Child>>,
    frames: mpsc::Sender<Vec<u8>>,
}

impl Child {
    /// Starts a child; `heard` is called on a thread of its own. The child begins with `main` of
    /// the binary, whatever the name that it has in a browser.
    pub fn start(_: &str, heard: impl Fn(Heard) + Send + 'static) -> Result<Self, Error> {
        let failed = |error: io::Error| Error::failed(format!("a process did not start: {error}"));
        let binary = match std::env::var_os(BINARY_VARIABLE) {
            Some(binary) => binary.into(),
            None => std::env::current_exe().map_err(failed)?,
        };
        let mut child = Command::new(binary)
            .arg(CHILD_COMMAND)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        let piped = || failed(io::Error::other("no pipe"));
        let mut input = child.stdin.take().ok_or_else(piped)?;
        let mut output = child.stdout.take().ok_or_else(piped)?;
        let mut errors = child.stderr.take().ok_or_else(piped)?;
        let child = Arc::new(Mutex::new(child));

        // The coordinator must not block on a full pipe, so a thread does.
        let (frames, queue) = mpsc::channel::<Vec<u8>>();
        std::thread::spawn(move || {
            while let Ok(frame) = queue.recv() {
                if write_frame(&mut input, &frame).is_err() {
                    break;
                }
            }
        });
        let complaints = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = errors.read_to_string(&mut text);
            text
        });
        let waited = child.clone();
        std::thread::spawn(move || {
            while let Ok(Some(frame)) = read_frame(&mut output) {
                heard(Heard::Frame(frame));
            }
            let status = lock(&waited)
                .wait()
                .map_or_else(|error| error.to_string(), |status| status.to_string());
            let text = complaints.join().unwrap_or_default();
            let said = text.lines().take(3).collect::<Vec<_>>().join(" ");
            heard(Heard::Died(format!("{status} {said}").trim().to_string()));
        });
        Ok(Self { child, frames })
    }

    /// Sends a frame.
    pub fn post(&self, frame: Vec<u8>) {
        // A child that is gone is reported by its reader.
        let _ = self.frames.send(frame);
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // The reader may hold the lock in `wait` only when the pipe is closed: the child is gone.
        if let Ok(mut child) = self.child.try_lock() {
            let _ = child.kill();
        }
    }
}

/// Sends a frame to the parent.
pub fn post_to_parent(frame: Vec<u8>) {
    // A parent that is gone closes our input, which ends us.
    let mut output = io::stdout().lock();
    let _ = write_frame(&mut output, &frame);
}

/// What the binary does as a child, until its target or its parent ends.
pub fn serve<L: Future<Output = ()>>(life: impl FnOnce(channel::Receiver<Vec<u8>>) -> L) {
    let (send, frames) = channel::unbounded();
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        while let Ok(Some(frame)) = read_frame(&mut input) {
            if send.send(frame).is_err() {
                return;
            }
        }
        // The parent is gone, and nobody is left to work for.
        std::process::exit(0);
    });
    super::block_on(life(frames));
}

fn write_frame(output: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    let length = u32::try_from(frame.len())
        .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "a frame of over 4 GiB"))?;
    output.write_all(&length.to_le_bytes())?;
    output.write_all(frame)?;
    output.flush()
}

fn read_frame(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match input.read_exact(&mut length) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let mut frame = vec![0; u32::from_le_bytes(length) as usize];
    input.read_exact(&mut frame)?;
    Ok(Some(frame))
}
