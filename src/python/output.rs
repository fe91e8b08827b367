//! Standard output and error: bytes in, lines out.

use super::life;
use super::processes::{GoesTo, NotSent, Printed, Processes};
use super::system;
use crate::contract::{Stream, What};
use crate::engine::Context;
use crate::platform::events::{self, Lane};
use crate::platform::process::{decode, encode};
use crate::platform::{clock, lock};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

/// Where a program writes.
#[derive(Debug)]
pub(super) struct Output {
    context: Context,
    /// Whether it goes to this program's own streams too.
    echo: bool,
    /// Those that print here too; or, in one of them, the way to the main one.
    processes: Arc<Processes>,
    lines: Mutex<Lines>,
}

/// The main process, among those that print.
const MAIN: u32 = 0;

#[derive(Debug, Default)]
struct Lines {
    /// What each process has of a line that has not ended, by its tag and stream, and the lane that wrote it.
    open: HashMap<(u32, Stream), (u32, Vec<u8>)>,
    /// How much of that on standard output has been a prompt already.
    prompted: usize,
    /// When the last line was written: no other is written before, nor in the same moment.
    last_us: f64,
    /// Nothing is written any more.
    closed: bool,
}

/// The least by which one line comes after another, in microseconds: what a clock of microseconds
/// since 1970 can still tell apart.
const STEP_US: f64 = 0.25;

impl Output {
    pub fn new(context: &Context, echo: bool, processes: &Arc<Processes>) -> Self {
        Self {
            context: context.clone(),
            echo,
            processes: processes.clone(),
            lines: Mutex::default(),
        }
    }

    /// Writes bytes to a stream, from the worker that calls. A line is told when it ends.
    ///
    /// # Errors
    /// The system's, where they go to this program's own stream too.
    pub fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        if self.processes.begun.is_some() {
            return self.pass_on(stream, bytes);
        }
        let mut lines = lock(&self.lines);
        // What others have printed before they let this process know that they did.
        self.take_here(&mut lines)?;
        let now_us = clock::now_us();
        self.write_here(&mut lines, (MAIN, stream), events::worker(), now_us, bytes)
    }

    fn write_here(
        &self,
        lines: &mut Lines,
        (from, stream): (u32, Stream),
        worker: u32,
        now_us: f64,
        bytes: &[u8],
    ) -> io::Result<()> {
        if lines.closed {
            return Ok(());
        }
        if self.echo {
            system::echo(stream, bytes)?;
        }
        let lane = self.context.lane(worker);
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            lines.end_line((from, stream), line, &lane, now_us);
            rest = &after[1..];
        }
        if !rest.is_empty() {
            let open = lines.open.entry((from, stream)).or_default();
            open.0 = worker;
            open.1.extend_from_slice(rest);
        }
        Ok(())
    }

    /// Passes bytes on: to the main process, or to whoever reads them.
    fn pass_on(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let Some(board) = self.processes.board() else {
            return Ok(());
        };
        let stream = match self.processes.goes_to(stream) {
            GoesTo::Nobody => return Ok(()),
            GoesTo::Main(stream) => stream,
            GoesTo::Pipe(end) => {
                for part in bytes.chunks(Printed::MOST) {
                    if let Err(NotSent::Broken) = board.send(end, part, true)
                        && !board.has_ended(board.me)
                    {
                        return Err(io::ErrorKind::BrokenPipe.into());
                    }
                }
                return Ok(());
            }
        };
        for part in bytes.chunks(Printed::MOST) {
            let is_error = stream == Stream::Stderr;
            let printed = Printed::now(board.me, events::worker(), is_error, part);
            board.print(&encode(&printed));
        }
        Ok(())
    }

    /// Takes what other processes have printed, as long as what waits to be taken from here is not too much.
    pub fn take(&self) {
        let mut lines = lock(&self.lines);
        // Whoever reads this program's own streams may have gone.
        let _ = self.take_here(&mut lines);
    }

    fn take_here(&self, lines: &mut Lines) -> io::Result<()> {
        let board = match self.processes.begun {
            // What is on its way to the main process is for that alone.
            Some(_) => None,
            None => self.processes.board(),
        };
        let Some(board) = board else { return Ok(()) };
        while !self.is_full() || life::is_stopping() {
            let Some(message) = board.printed() else {
                break;
            };
            let Ok(printed) = decode::<Printed>(&message) else {
                break;
            };
            let stream = match printed.is_error {
                true => Stream::Stderr,
                false => Stream::Stdout,
            };
            let from = (printed.from, stream);
            self.write_here(lines, from, printed.lane, printed.now_us, &printed.bytes)?;
        }
        Ok(())
    }

    /// What has been written to standard output since the last line's end, or the last prompt.
    #[cfg_attr(
        not(target_family = "wasm"),
        expect(dead_code, reason = "natively nobody is asked")
    )]
    pub fn prompt(&self) -> String {
        let mut lines = lock(&self.lines);
        let open = lines.open.get(&(MAIN, Stream::Stdout));
        let open = open.map_or(&[][..], |(_, bytes)| bytes);
        let (prompt, whole) = (open[lines.prompted..].to_vec(), open.len());
        lines.prompted = whole;
        text_of(prompt)
    }

    /// Whether so much waits to be taken that a writer should wait.
    pub fn is_full(&self) -> bool {
        self.context.printed_and_not_taken() > WAITING
    }

    /// Writes what has no line's end yet, and nothing after it.
    pub fn close(&self) {
        let mut lines = lock(&self.lines);
        let _ = self.take_here(&mut lines);
        let mut open: Vec<_> = lines.open.keys().copied().collect();
        open.sort_by_key(|(from, stream)| (*from, *stream as u8));
        for which in open {
            let worker = lines.open.get(&which).map_or(0, |(worker, _)| *worker);
            lines.end_line(which, b"", &self.context.lane(worker), clock::now_us());
        }
        lines.closed = true;
    }
}

/// How many bytes may wait to be taken, before a writer waits.
const WAITING: u64 = 16 << 20;

impl Lines {
    fn end_line(&mut self, which: (u32, Stream), end: &[u8], lane: &Arc<Lane>, now_us: f64) {
        let (_, mut line) = self.open.remove(&which).unwrap_or_default();
        let (_, stream) = which;
        if which == (MAIN, Stream::Stdout) {
            self.prompted = 0;
        }
        line.extend_from_slice(end);
        self.last_us = now_us.max(self.last_us + STEP_US);
        lane.emit_at(
            self.last_us,
            What::Print {
                text: text_of(line),
                stream: Some(stream),
            },
        );
    }
}

/// Bytes as text; those that are none as `\xNN`.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|error| {
        let bytes = error.into_bytes();
        let mut text = String::new();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                text.push_str(&format!("\\x{byte:02x}"));
            }
        }
        text
    })
}
