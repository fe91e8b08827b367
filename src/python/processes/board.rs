//! What the processes of one program share: a switchboard in memory that all of them see.
//!
//! It holds the table of the processes, who has which end of which pipe, semaphores, listeners by their names, and blocks
//! of bytes. Whoever waits looks again every [`SLICE`], so that a stop is heard whatever is waited for, and what a process
//! held that has been killed is taken from it.

use super::Memory;
use crate::platform::clock;
use crate::python::life;
use std::io;
use std::time::Duration;

/// How many processes may be alive beside the main one.
pub(super) const MOST: u32 = 16;

/// How long one waits before one looks whether all is to end.
const SLICE: Duration = Duration::from_millis(20);

// Where things lie, in bytes.
const LOCK: u32 = 4;
/// The first byte that was never given to anybody.
const FRESH: u32 = 8;
/// What changes when anything does that somebody may wait for among others, and how many do.
const ANY: u32 = 12;
const WAIT_FOR_ANY: u32 = 16;
/// How many processes and threads were started.
const PROCESSES: u32 = 20;
const THREADS: u32 = 24;
/// The last number given to a process, or to an end of a pipe.
const SERIAL: u32 = 28;
/// The most lanes of the trace that were in use.
const LANES_MOST: u32 = 32;
/// The pipe of what processes print.
const OUTPUT: u32 = 36;
/// The first of the listeners.
pub(super) const LISTENERS: u32 = 40;
/// How many processes are alive beside the main one; from 44 to 59 the journal is kept.
pub(super) const CHILDREN: u32 = 60;
/// How many messages have gone through pipes, and how many bytes were copied from process to process: the lower half of it,
/// and the upper.
const MESSAGES: u32 = 160;
const COPIED: u32 = 164;
const COPIED_ABOVE: u32 = 168;
/// The free blocks, by their size: 2^5 bytes, 2^6, …
const FREE: u32 = 64;
const LEAST: u32 = 5;
const LARGEST: u32 = 28;
const LANES: u32 = 256;
const MOST_LANES: u32 = 448;
pub(super) const SLOTS: u32 = LANES + 4 * MOST_LANES;
pub(super) const MOST_SLOTS: u32 = 64;
pub(super) const SLOT: u32 = 16;
pub(super) const ENDS: u32 = SLOTS + SLOT * MOST_SLOTS;
pub(super) const MOST_ENDS: u32 = 4096;
const END: u32 = 16;
const HEAP: u32 = ENDS + END * MOST_ENDS;

// What a slot of the table holds.
pub(super) const STATE: u32 = 0;
const TAG: u32 = 4;
const PARENT: u32 = 8;
/// How far it has read the journal.
pub(super) const READ: u32 = 12;

const FREE_SLOT: u32 = 0;
pub(super) const ALIVE: u32 = 1;
const ENDED: u32 = 2;

/// A process: its slot and one, and above that a number that no other has had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::python) struct Tag(pub u32);

impl Tag {
    const NOBODY: Self = Self(0);

    fn new(slot: u32, serial: u32) -> Self {
        Self((serial << 8) | (slot + 1))
    }

    pub(super) fn slot(self) -> u32 {
        (self.0 & 0xff) - 1
    }

    /// A number that no other of the program's has: 1 is the main process.
    pub fn number(self) -> u32 {
        self.0 >> 8
    }
}

/// All is to end.
#[derive(Debug)]
pub(in crate::python) struct Stopped;

/// The switchboard, as one process sees it.
pub(in crate::python) struct Board {
    pub(super) memory: Memory,
    /// This process.
    pub me: Tag,
}

impl Board {
    /// Makes one, for a program whose main process this is.
    ///
    /// # Errors
    /// The system's.
    pub fn made() -> io::Result<Self> {
        let memory = Memory::made()?;
        let me = Tag::new(0, 1);
        for word in (0..HEAP).step_by(4) {
            memory.store(word, 0);
        }
        memory.store(FRESH, HEAP);
        memory.store(SERIAL, 1);
        memory.store(SLOTS + STATE, ALIVE);
        memory.store(SLOTS + TAG, me.0);
        let board = Self { memory, me };
        let output = board.new_pipe(super::pipes::OUTPUT_CAPACITY);
        board
            .memory
            .store(OUTPUT, output.ok_or(io::ErrorKind::OutOfMemory)?);
        Ok(board)
    }

    /// Opens that of another process, as this one of its table.
    ///
    /// # Errors
    /// The system's.
    pub fn of(name: &str, me: Tag) -> io::Result<Self> {
        Ok(Self {
            memory: Memory::named(name)?,
            me,
        })
    }

    // Waiting.

    /// Waits until `look` finds something, which it may once the word has changed; `None` where there was nothing until
    /// `end_us` on the common clock.
    ///
    /// # Errors
    /// A stop.
    pub fn until<T>(
        &self,
        word: u32,
        end_us: Option<f64>,
        mut look: impl FnMut() -> Option<T>,
    ) -> Result<Option<T>, Stopped> {
        loop {
            let seen = self.memory.load(word);
            if let Some(found) = look() {
                return Ok(Some(found));
            }
            if life::is_stopping() || self.has_ended(self.me) {
                return Err(Stopped);
            }
            let slice = match end_us {
                None => SLICE,
                Some(end_us) => {
                    let left_us = end_us - clock::now_us();
                    if left_us <= 0.0 {
                        return Ok(None);
                    }
                    SLICE.min(Duration::from_secs_f64((left_us / 1e6).min(1.0)))
                }
            };
            self.memory.wait(word, seen, slice);
        }
    }

    /// The same for what is no one word's.
    ///
    /// # Errors
    /// A stop.
    pub fn until_any<T>(
        &self,
        end_us: Option<f64>,
        look: impl FnMut() -> Option<T>,
    ) -> Result<Option<T>, Stopped> {
        self.memory.add(WAIT_FOR_ANY, 1);
        let found = self.until(ANY, end_us, look);
        self.memory.add(WAIT_FOR_ANY, u32::MAX);
        found
    }

    /// Something has changed for which somebody may wait among others.
    pub fn any_changed(&self) {
        if self.memory.load(WAIT_FOR_ANY) > 0 {
            self.memory.add(ANY, 1);
            self.memory.wake(ANY);
        }
    }

    /// Takes a lock, from whoever has ended with it; `None` where another has it and this does not wait.
    ///
    /// # Errors
    /// A stop.
    pub fn hold(&self, word: u32, waits: bool) -> Result<Option<Held<'_>>, Stopped> {
        let take = || {
            let holder = self.memory.load(word);
            let is_free = holder == Tag::NOBODY.0 || self.has_ended(Tag(holder));
            (is_free && self.memory.replace(word, holder, self.me.0))
                .then_some(Held { board: self, word })
        };
        match waits {
            true => self.until(word, None, take),
            false => Ok(take()),
        }
    }

    /// Takes the lock of all that lies at fixed places, which nobody holds for long, whatever is to end.
    fn hold_all(&self) -> Held<'_> {
        self.hold_at_once(LOCK)
    }

    /// Takes a lock that nobody holds for long, whatever is to end.
    pub(super) fn hold_at_once(&self, word: u32) -> Held<'_> {
        loop {
            if let Ok(Some(held)) = self.hold(word, false) {
                return held;
            }
            let holder = self.memory.load(word);
            if holder != Tag::NOBODY.0 {
                self.memory.wait(word, holder, SLICE);
            }
        }
    }

    // Blocks.

    /// A block of so many bytes, in which anything may stand; `None` where there is no room.
    pub fn allocate(&self, bytes: u32) -> Option<u32> {
        let _held = self.hold_all();
        self.allocate_here(bytes)
    }

    fn allocate_here(&self, bytes: u32) -> Option<u32> {
        let class = class_of(bytes)?;
        let list = FREE + 4 * (class - LEAST);
        let first = self.memory.load(list);
        if first != 0 {
            self.memory.store(list, self.memory.load(first));
            return Some(first);
        }
        let at = self.memory.load(FRESH);
        let end = at
            .checked_add(1 << class)
            .filter(|end| *end <= self.memory.size())?;
        self.memory.store(FRESH, end);
        Some(at)
    }

    /// Gives a block back.
    pub fn free(&self, at: u32, bytes: u32) {
        let _held = self.hold_all();
        self.free_here(at, bytes);
    }

    fn free_here(&self, at: u32, bytes: u32) {
        if let Some(class) = class_of(bytes) {
            let list = FREE + 4 * (class - LEAST);
            self.memory.store(at, self.memory.load(list));
            self.memory.store(list, at);
        }
    }

    // Processes.

    /// A place in the table for a child of this process; `None` where too many are alive.
    pub fn new_process(&self) -> Option<Tag> {
        let _held = self.hold_all();
        let state = |slot: u32| self.memory.load(SLOTS + SLOT * slot + STATE);
        let alive = (1..MOST_SLOTS).filter(|slot| state(*slot) == ALIVE).count();
        if alive >= MOST as usize {
            return None;
        }
        // One that never was, or that ended longest ago.
        let tag = |slot: u32| self.memory.load(SLOTS + SLOT * slot + TAG);
        let slot = (1..MOST_SLOTS)
            .filter(|slot| state(*slot) != ALIVE)
            .min_by_key(|slot| (state(*slot) != FREE_SLOT, tag(*slot) >> 8))?;
        let new = Tag::new(slot, self.next_serial());
        let at = SLOTS + SLOT * slot;
        self.memory.store(at + TAG, new.0);
        self.memory.store(at + PARENT, self.me.0);
        let me = SLOTS + SLOT * self.me.slot();
        self.memory.store(at + READ, self.memory.load(me + READ));
        self.memory.store(at + STATE, ALIVE);
        self.memory.add(CHILDREN, 1);
        Some(new)
    }

    pub(super) fn next_serial(&self) -> u32 {
        (self.memory.add(SERIAL, 1) + 1) & 0xff_ffff
    }

    /// Whether it is no more.
    pub fn has_ended(&self, process: Tag) -> bool {
        let at = SLOTS + SLOT * process.slot();
        self.memory.load(at + TAG) != process.0 || self.memory.load(at + STATE) != ALIVE
    }

    /// A process has ended, and with it all that it had and started.
    pub fn end_process(&self, process: Tag) {
        {
            let _held = self.hold_all();
            let mut ending = vec![process];
            while let Some(one) = ending.pop() {
                if self.has_ended(one) {
                    continue;
                }
                let at = SLOTS + SLOT * one.slot();
                self.memory.store(at + STATE, ENDED);
                self.memory.add(CHILDREN, u32::MAX);
                for end in 0..MOST_ENDS {
                    if self.memory.load(ENDS + END * end) == one.0 {
                        self.drop_end_here(end);
                    }
                }
                for lane in 0..MOST_LANES {
                    self.memory.replace(LANES + 4 * lane, one.0, 0);
                }
                let started = (1..MOST_SLOTS)
                    .map(|slot| SLOTS + SLOT * slot)
                    .filter(|at| self.memory.load(at + PARENT) == one.0)
                    .map(|at| Tag(self.memory.load(at + TAG)));
                ending.extend(started);
            }
        }
        self.any_changed();
    }

    /// One process more was started.
    pub fn count_process(&self) {
        self.memory.add(PROCESSES, 1);
    }

    /// One thread more was started, in a process that is not the main one.
    pub fn count_thread(&self) {
        self.memory.add(THREADS, 1);
    }

    /// How many processes were started, and threads in them.
    pub fn counted(&self) -> (u32, u32) {
        (self.memory.load(PROCESSES), self.memory.load(THREADS))
    }

    /// One message more has gone through a pipe.
    pub(super) fn count_message(&self, bytes: usize) {
        self.memory.add(MESSAGES, 1);
        self.count_copied(bytes);
    }

    /// So many bytes more were copied from process to process.
    pub fn count_copied(&self, bytes: usize) {
        let bytes = u32::try_from(bytes).unwrap_or(u32::MAX);
        let before = self.memory.add(COPIED, bytes);
        if before.checked_add(bytes).is_none() {
            self.memory.add(COPIED_ABOVE, 1);
        }
    }

    /// How many messages have gone through pipes, and how many bytes were copied from process to process.
    pub fn copied(&self) -> (u32, u64) {
        let [below, above] = [COPIED, COPIED_ABOVE].map(|at| u64::from(self.memory.load(at)));
        (self.memory.load(MESSAGES), above << 32 | below)
    }

    /// Takes a lane of the trace for a thread of this process. Says whether it was free.
    pub fn take_lane(&self, lane: u32) -> bool {
        let is_taken = lane < MOST_LANES && self.memory.replace(LANES + 4 * lane, 0, self.me.0);
        if is_taken {
            let most = self.memory.load(LANES_MOST);
            if lane > most {
                self.memory.replace(LANES_MOST, most, lane);
            }
        }
        is_taken || lane >= MOST_LANES
    }

    /// Gives a lane back.
    pub fn leave_lane(&self, lane: u32) {
        if lane < MOST_LANES {
            self.memory.replace(LANES + 4 * lane, self.me.0, 0);
        }
    }

    /// The highest lane that there was.
    pub fn most_lanes(&self) -> u32 {
        self.memory.load(LANES_MOST)
    }

    /// The pipe of what processes print.
    pub fn output(&self) -> u32 {
        self.memory.load(OUTPUT)
    }

    // Ends of pipes.

    /// An end, of `owner`'s, of the pipes that it reads and writes: 0 stands for none. `None` where there are too many.
    pub fn new_end(&self, owner: Tag, reads: u32, writes: u32) -> Option<u32> {
        let _held = self.hold_all();
        self.new_end_here(owner, reads, writes)
    }

    fn new_end_here(&self, owner: Tag, reads: u32, writes: u32) -> Option<u32> {
        let index = (0..MOST_ENDS).find(|end| self.memory.load(ENDS + END * end) == 0)?;
        let at = ENDS + END * index;
        let serial = self.next_serial() & 0x7ff;
        self.memory.store(at + 4, reads);
        self.memory.store(at + 8, writes);
        self.memory.store(at + 12, serial);
        self.memory.store(at, owner.0);
        self.join_pipes(reads, writes);
        // As a system's descriptors, none of them is 0.
        Some(((serial << 12) | index) + 3)
    }

    /// The number of an end among all, where it is there.
    fn index_of(&self, end: u32) -> Option<u32> {
        let index = end.checked_sub(3)? & 0xfff;
        let at = ENDS + END * index;
        let is_there = self.memory.load(at) != 0 && self.memory.load(at + 12) == (end - 3) >> 12;
        is_there.then_some(index)
    }

    /// What an end reads and writes; `None` where it is closed.
    pub fn pipes_of(&self, end: u32) -> Option<(u32, u32)> {
        let at = ENDS + END * self.index_of(end)?;
        Some((self.memory.load(at + 4), self.memory.load(at + 8)))
    }

    /// The same, where the end is this process's.
    pub(super) fn pipes_of_mine(&self, end: u32) -> Option<(u32, u32)> {
        let at = ENDS + END * self.index_of(end)?;
        (self.memory.load(at) == self.me.0)
            .then(|| (self.memory.load(at + 4), self.memory.load(at + 8)))
    }

    /// One more end of the same pipes; `None` where the end is closed, or there are too many.
    pub fn duplicate_end(&self, end: u32, owner: Tag) -> Option<u32> {
        let _held = self.hold_all();
        let (reads, writes) = self.pipes_of_mine(end)?;
        self.new_end_here(owner, reads, writes)
    }

    /// Makes an end another's. Says whether it was there.
    pub fn give_end(&self, end: u32, owner: Tag) -> bool {
        let _held = self.hold_all();
        let index = self.index_of(end);
        if let Some(index) = index {
            self.memory.store(ENDS + END * index, owner.0);
        }
        index.is_some()
    }

    /// Closes an end. Says whether it was there.
    pub fn drop_end(&self, end: u32) -> bool {
        let was_there = {
            let _held = self.hold_all();
            let index = self.index_of(end);
            if let Some(index) = index {
                self.drop_end_here(index);
            }
            index.is_some()
        };
        self.any_changed();
        was_there
    }

    fn drop_end_here(&self, index: u32) {
        let at = ENDS + END * index;
        let (reads, writes) = (self.memory.load(at + 4), self.memory.load(at + 8));
        self.memory.store(at, 0);
        self.leave_pipes(reads, writes);
    }

    /// Frees a pipe that nobody has any more. To be called with all held.
    pub(super) fn free_block_here(&self, at: u32, bytes: u32) {
        self.free_here(at, bytes);
    }

    /// Does something with all that lies at fixed places held.
    pub(super) fn with_all<R>(&self, work: impl FnOnce() -> R) -> R {
        let _held = self.hold_all();
        work()
    }
}

/// The logarithm of the size of the block for so many bytes.
fn class_of(bytes: u32) -> Option<u32> {
    let class = bytes.max(1).checked_next_power_of_two()?.ilog2().max(LEAST);
    (class <= LARGEST).then_some(class)
}

/// A lock that this process holds, until this is dropped.
pub(in crate::python) struct Held<'a> {
    board: &'a Board,
    word: u32,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.board
            .memory
            .replace(self.word, self.board.me.0, Tag::NOBODY.0);
        self.board.memory.wake(self.word);
    }
}
