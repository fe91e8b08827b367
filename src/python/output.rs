//! Standard output and error: bytes in, lines out.

use super::system;
use crate::contract::{Stream, What};
use crate::engine::Context;
use crate::platform::events::{self, Lane};
use crate::platform::{clock, lock};
use std::io;
use std::sync::{Arc, Mutex};

/// Where a program writes.
#[derive(Debug)]
pub(super) struct Output {
    context: Context,
    /// Whether it goes to this program's own streams too.
    echo: bool,
    lines: Mutex<Lines>,
}

#[derive(Debug, Default)]
struct Lines {
    /// What each stream has of a line that has not ended.
    open: [Vec<u8>; 2],
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
    pub fn new(context: &Context, echo: bool) -> Self {
        Self {
            context: context.clone(),
            echo,
            lines: Mutex::default(),
        }
    }

    /// Writes bytes to a stream, from the worker that calls. A line is told when it ends.
    ///
    /// # Errors
    /// The system's, where they go to this program's own stream too.
    pub fn write(&self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let mut lines = lock(&self.lines);
        if lines.closed {
            return Ok(());
        }
        if self.echo {
            system::echo(stream, bytes)?;
        }
        let lane = self.context.lane(events::worker());
        let mut rest = bytes;
        while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
            let (line, after) = rest.split_at(end);
            lines.end_line(stream, line, &lane);
            rest = &after[1..];
        }
        lines.open[stream as usize].extend_from_slice(rest);
        Ok(())
    }

    /// What has been written to standard output since the last line's end, or the last prompt.
    #[cfg_attr(
        not(target_family = "wasm"),
        expect(dead_code, reason = "natively nobody is asked")
    )]
    pub fn prompt(&self) -> String {
        let mut lines = lock(&self.lines);
        let open = &lines.open[Stream::Stdout as usize];
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
        let lane = self.context.lane(events::worker());
        for stream in [Stream::Stdout, Stream::Stderr] {
            if !lines.open[stream as usize].is_empty() {
                lines.end_line(stream, b"", &lane);
            }
        }
        lines.closed = true;
    }
}

/// How many bytes may wait to be taken, before a writer waits.
const WAITING: u64 = 16 << 20;

impl Lines {
    fn end_line(&mut self, stream: Stream, end: &[u8], lane: &Arc<Lane>) {
        let mut line = std::mem::take(&mut self.open[stream as usize]);
        if stream == Stream::Stdout {
            self.prompted = 0;
        }
        line.extend_from_slice(end);
        self.last_us = clock::now_us().max(self.last_us + STEP_US);
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
