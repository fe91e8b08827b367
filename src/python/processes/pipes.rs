//! Pipes: rings of bytes through which whole messages go, each its length and its bytes.

use super::board::{Board, Stopped};
use crate::contract::What;
use crate::platform::events;

/// How much a pipe holds, as Linux's.
pub(super) const CAPACITY: u32 = 64 << 10;
/// And that of what processes print.
pub(super) const OUTPUT_CAPACITY: u32 = 256 << 10;

// Where things lie in a pipe, in bytes.
const ROOM: u32 = 0;
/// How many ends read and write it, and how many threads use it just now.
const READERS: u32 = 4;
const WRITERS: u32 = 8;
const USERS: u32 = 12;
/// Changes whenever anything does.
const CHANGES: u32 = 16;
/// How many bytes were ever written and read, round the end.
const WRITTEN: u32 = 20;
const READ: u32 = 24;
/// Who reads or writes a message.
const READING: u32 = 28;
const WRITING: u32 = 32;
/// A number that no other pipe of the program has had, and how many messages were written and read.
const NUMBER: u32 = 36;
const SENT: u32 = 40;
const TAKEN: u32 = 44;
const DATA: u32 = 64;

/// Why a message was not sent.
#[derive(Debug)]
pub(in crate::python) enum NotSent {
    /// It would have to wait.
    Full,
    /// Nobody will read it.
    Broken,
    /// This process has no such end, or none that writes.
    Closed,
    Stopped,
}

/// Why no message came.
#[derive(Debug)]
pub(in crate::python) enum NotReceived {
    /// None is there yet.
    Empty,
    /// None will come.
    Ended,
    /// This process has no such end, or none that reads.
    Closed,
    /// Its writer has ended in the middle of it.
    Cut,
    /// It is longer than was allowed, and still there.
    Long,
    /// This process has no room for it.
    NoMemory,
    Stopped,
}

impl From<Stopped> for NotSent {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

impl From<Stopped> for NotReceived {
    fn from(_: Stopped) -> Self {
        Self::Stopped
    }
}

/// A pipe in use.
struct Using<'a> {
    board: &'a Board,
    pipe: u32,
}

impl Drop for Using<'_> {
    fn drop(&mut self) {
        self.board.with_all(|| {
            self.board.memory.add(self.pipe + USERS, u32::MAX);
            self.board.free_pipe_here(self.pipe);
        });
    }
}

impl Board {
    /// A pipe with no ends yet; `None` where there is no room.
    pub fn new_pipe(&self, capacity: u32) -> Option<u32> {
        let pipe = self.allocate(DATA + capacity)?;
        for word in (ROOM..DATA).step_by(4) {
            self.memory.store(pipe + word, 0);
        }
        self.memory.store(pipe + ROOM, capacity);
        self.memory.store(pipe + NUMBER, self.next_serial());
        Some(pipe)
    }

    /// An end more has these pipes. To be called with all held.
    pub(super) fn join_pipes(&self, reads: u32, writes: u32) {
        for (pipe, what) in [(reads, READERS), (writes, WRITERS)] {
            if pipe != 0 {
                self.memory.add(pipe + what, 1);
            }
        }
    }

    /// An end has them no longer. To be called with all held.
    pub(super) fn leave_pipes(&self, reads: u32, writes: u32) {
        for (pipe, what) in [(reads, READERS), (writes, WRITERS)] {
            if pipe != 0 {
                self.memory.add(pipe + what, u32::MAX);
                self.changed(pipe);
                self.free_pipe_here(pipe);
            }
        }
    }

    fn free_pipe_here(&self, pipe: u32) {
        let is_used = [READERS, WRITERS, USERS]
            .iter()
            .any(|word| self.memory.load(pipe + word) != 0);
        if !is_used {
            let capacity = self.memory.load(pipe + ROOM);
            self.free_block_here(pipe, DATA + capacity);
        }
    }

    /// The pipe that `of` finds, which stays there until this is dropped, whatever is closed meanwhile.
    fn using(&self, of: impl FnOnce() -> Option<u32>) -> Option<Using<'_>> {
        self.with_all(|| {
            let pipe = of().filter(|pipe| *pipe != 0)?;
            self.memory.add(pipe + USERS, 1);
            Some(Using { board: self, pipe })
        })
    }

    fn changed(&self, pipe: u32) {
        self.memory.add(pipe + CHANGES, 1);
        self.memory.wake(pipe + CHANGES);
        self.any_changed();
    }

    /// How many bytes lie in it.
    fn filled(&self, pipe: u32) -> u32 {
        let written = self.memory.load(pipe + WRITTEN);
        written.wrapping_sub(self.memory.load(pipe + READ))
    }

    /// Whether a message, or the end, can be read without waiting.
    pub fn is_readable(&self, pipe: u32) -> bool {
        self.filled(pipe) > 0 || self.memory.load(pipe + WRITERS) == 0
    }

    /// Puts bytes into the ring, this many after what was written.
    fn put(&self, pipe: u32, after: u32, bytes: &[u8]) {
        let room = self.memory.load(pipe + ROOM);
        let at = self.memory.load(pipe + WRITTEN).wrapping_add(after) % room;
        let first = bytes.len().min((room - at) as usize);
        self.memory.write(pipe + DATA + at, &bytes[..first]);
        self.memory.write(pipe + DATA, &bytes[first..]);
    }

    /// Takes bytes out of the ring, this many after what was read.
    fn get(&self, pipe: u32, after: u32, bytes: &mut [u8]) {
        let room = self.memory.load(pipe + ROOM);
        let at = self.memory.load(pipe + READ).wrapping_add(after) % room;
        let first = bytes.len().min((room - at) as usize);
        self.memory.read(pipe + DATA + at, &mut bytes[..first]);
        self.memory.read(pipe + DATA, &mut bytes[first..]);
    }

    /// Writes a message into an end of this process's, whole and at once where the pipe can hold it.
    ///
    /// # Errors
    /// [`NotSent::Full`] where it would have to wait, and `waits` is not set; where nobody reads it, or it cannot be written.
    pub fn send(&self, end: u32, message: &[u8], waits: bool) -> Result<(), NotSent> {
        let used = self.using(|| self.pipes_of_mine(end).map(|(_, writes)| writes));
        let used = used.ok_or(NotSent::Closed)?;
        self.send_here(used.pipe, message, waits)?;
        self.count_message(message.len());
        Ok(())
    }

    /// The same into the pipe that `of` finds at whoever has it.
    pub(super) fn send_to(
        &self,
        of: impl FnOnce() -> Option<u32>,
        message: &[u8],
    ) -> Result<(), NotSent> {
        let used = self.using(of).ok_or(NotSent::Closed)?;
        self.send_here(used.pipe, message, true)
    }

    /// Passes what this process prints on to the main one. Nobody hears what is printed after a stop, or by a process that
    /// has been ended and goes on for a while.
    pub fn print(&self, message: &[u8]) {
        if self.has_ended(self.me) {
            return;
        }
        // It cannot be closed.
        let _ = self.send_here(self.output(), message, true);
    }

    fn send_here(&self, pipe: u32, message: &[u8], waits: bool) -> Result<(), NotSent> {
        let Some(_held) = self.hold(pipe + WRITING, waits)? else {
            return Err(NotSent::Full);
        };
        let room = self.memory.load(pipe + ROOM);
        let length = (message.len() as u32).to_le_bytes();
        let is_read = || pipe == self.output() || self.memory.load(pipe + READERS) > 0;
        let free = || room - self.filled(pipe);
        let until_free = |least: u32| {
            let look = || match (is_read(), free()) {
                (false, _) => Some(Err(NotSent::Broken)),
                (true, free) if free >= least => Some(Ok(free)),
                _ => None,
            };
            match waits {
                true => self
                    .until(pipe + CHANGES, None, look)?
                    .unwrap_or(Err(NotSent::Full)),
                false => look().unwrap_or(Err(NotSent::Full)),
            }
        };
        let whole = message.len() + length.len();
        if whole <= room as usize {
            until_free(whole as u32)?;
            self.sends(pipe);
            self.put(pipe, 0, &length);
            self.put(pipe, 4, message);
            self.memory.add(pipe + WRITTEN, whole as u32);
            self.changed(pipe);
            return Ok(());
        }
        if !waits {
            return Err(NotSent::Full);
        }
        self.sends(pipe);
        for part in [&length[..], message] {
            let mut rest = part;
            while !rest.is_empty() {
                let free = until_free(1)? as usize;
                let (now, after) = rest.split_at(free.min(rest.len()));
                self.put(pipe, 0, now);
                self.memory.add(pipe + WRITTEN, now.len() as u32);
                self.changed(pipe);
                rest = after;
            }
        }
        Ok(())
    }

    /// Reads a message, of `most` bytes at most, from an end of this process's.
    ///
    /// # Errors
    /// [`NotReceived::Empty`] where it would have to wait, and `waits` is not set; where none comes.
    pub fn receive(
        &self,
        end: u32,
        most: Option<usize>,
        waits: bool,
    ) -> Result<Vec<u8>, NotReceived> {
        let used = self.using(|| self.pipes_of_mine(end).map(|(reads, _)| reads));
        let used = used.ok_or(NotReceived::Closed)?;
        self.receive_here(used.pipe, most, waits)
    }

    /// What another process has printed, where there is something.
    pub fn printed(&self) -> Option<Vec<u8>> {
        self.receive_here(self.output(), None, false).ok()
    }

    fn receive_here(
        &self,
        pipe: u32,
        most: Option<usize>,
        waits: bool,
    ) -> Result<Vec<u8>, NotReceived> {
        let Some(_held) = self.hold(pipe + READING, waits)? else {
            return Err(NotReceived::Empty);
        };
        let is_written = || pipe == self.output() || self.memory.load(pipe + WRITERS) > 0;
        // Writers are looked at first: what they left is there when they are gone.
        let until_filled = |least: u32, gone: fn() -> NotReceived, waits: bool| {
            let look = || match (is_written(), self.filled(pipe)) {
                (_, filled) if filled >= least => Some(Ok(filled)),
                (false, _) => Some(Err(gone())),
                _ => None,
            };
            match waits {
                true => self
                    .until(pipe + CHANGES, None, look)?
                    .unwrap_or(Err(NotReceived::Empty)),
                false => look().unwrap_or(Err(NotReceived::Empty)),
            }
        };
        until_filled(4, || NotReceived::Ended, waits)?;
        let mut length = [0; 4];
        self.get(pipe, 0, &mut length);
        let length = u32::from_le_bytes(length) as usize;
        if most.is_some_and(|most| length > most) {
            return Err(NotReceived::Long);
        }
        let mut message = Vec::new();
        if message.try_reserve_exact(length).is_err() {
            return Err(NotReceived::NoMemory);
        }
        message.resize(length, 0);
        let room = self.memory.load(pipe + ROOM) as usize;
        if length + 4 <= room {
            self.get(pipe, 4, &mut message);
            self.memory.add(pipe + READ, length as u32 + 4);
            self.changed(pipe);
            self.takes(pipe);
            return Ok(message);
        }
        if !waits {
            return Err(NotReceived::Empty);
        }
        self.memory.add(pipe + READ, 4);
        let mut at = 0;
        while at < length {
            let filled = until_filled(1, || NotReceived::Cut, true)? as usize;
            let end = length.min(at + filled);
            self.get(pipe, 0, &mut message[at..end]);
            self.memory.add(pipe + READ, (end - at) as u32);
            self.changed(pipe);
            at = end;
        }
        self.takes(pipe);
        Ok(message)
    }

    /// A message is sent, as the trace has it; the pipe stands for whoever will read it. To be called by who writes, before
    /// it can be read.
    fn sends(&self, pipe: u32) {
        if pipe != self.output() {
            let number = self.memory.load(pipe + NUMBER);
            events::emit(What::Send {
                from: number,
                to: number,
                message: self.memory.add(pipe + SENT, 1).into(),
            });
        }
    }

    /// A message is received. To be called by who reads.
    fn takes(&self, pipe: u32) {
        if pipe != self.output() {
            let number = self.memory.load(pipe + NUMBER);
            events::emit(What::Receive {
                from: number,
                to: number,
                message: self.memory.add(pipe + TAKEN, 1).into(),
            });
        }
    }
}
