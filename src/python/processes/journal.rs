//! A journal of changes that each process makes in a copy of its own: of the files, where they are in memory.
//!
//! Whoever changes something holds the journal, does first what the others have written into it, then the change, and writes
//! that down. So all copies go through the same changes in the same order.

use super::board::{ALIVE, Board, CHILDREN, Held, MOST_SLOTS, READ, SLOT, SLOTS, STATE};

/// The lock of the journal; the oldest and the newest entry; the number of the newest.
const LOCK: u32 = 44;
const OLDEST: u32 = 48;
const NEWEST: u32 = 52;
const NUMBER: u32 = 56;

// An entry: the next one, its number, how long it is, and its bytes.
const NEXT: u32 = 0;
const SERIAL: u32 = 4;
const LENGTH: u32 = 8;
/// How many bytes it has room for.
const ROOM: u32 = 12;
const BYTES: u32 = 16;

/// How far a process has read.
#[derive(Debug, Clone, Copy)]
pub(in crate::python) struct Position {
    /// The number of the last entry that it has read.
    pub number: u32,
    /// Where that is; 0 where it was never there.
    at: u32,
}

impl Position {
    /// Before the first entry.
    pub const BEGIN: Self = Self::at(0);

    /// Where this entry is the last that was read.
    pub const fn at(number: u32) -> Self {
        Self { number, at: 0 }
    }
}

/// The journal, while nobody else has it.
pub(in crate::python) struct Journal<'a> {
    board: &'a Board,
    _held: Held<'a>,
}

/// Room for an entry that is to be written.
#[must_use]
pub(in crate::python) struct Room {
    at: u32,
}

impl Board {
    /// Whether there are processes beside the main one.
    pub fn has_children(&self) -> bool {
        self.memory.load(CHILDREN) > 0
    }

    /// This process has read the journal as far as this.
    fn has_read(&self, number: u32) {
        self.memory
            .store(SLOTS + SLOT * self.me.slot() + READ, number);
    }

    /// As far as all have read the journal.
    fn read_by_all(&self) -> u32 {
        (0..MOST_SLOTS)
            .map(|slot| SLOTS + SLOT * slot)
            .filter(|at| self.memory.load(at + STATE) == ALIVE)
            .map(|at| self.memory.load(at + READ))
            .min()
            .unwrap_or(0)
    }

    /// Whether there is something in the journal after this.
    pub fn has_more(&self, position: &Position) -> bool {
        self.memory.load(NUMBER) != position.number
    }

    /// Takes the journal, which nobody has for long.
    pub fn journal(&self) -> Journal<'_> {
        Journal {
            board: self,
            _held: self.hold_at_once(LOCK),
        }
    }
}

impl Journal<'_> {
    /// The entries after this, which is theirs then.
    pub fn read(&self, position: &mut Position) -> Vec<Vec<u8>> {
        let memory = &self.board.memory;
        let mut entries = Vec::new();
        let mut at = match position.at {
            0 => memory.load(OLDEST),
            at => memory.load(at + NEXT),
        };
        while at != 0 {
            let number = memory.load(at + SERIAL);
            // Before the first time one does not know where one is.
            if number > position.number {
                let mut bytes = vec![0; memory.load(at + LENGTH) as usize];
                memory.read(at + BYTES, &mut bytes);
                entries.push(bytes);
            }
            *position = Position { number, at };
            at = memory.load(at + NEXT);
        }
        position.number = memory.load(NUMBER);
        self.board.has_read(position.number);
        entries
    }

    /// Room for an entry of so many bytes; `None` where there is none.
    pub fn room(&self, bytes: usize) -> Option<Room> {
        let bytes = u32::try_from(bytes).ok()?.checked_add(BYTES)?;
        let at = self.board.allocate(bytes)?;
        self.board.memory.store(at + ROOM, bytes - BYTES);
        Some(Room { at })
    }

    /// Gives the room back.
    pub fn leave(&self, room: &Room) {
        self.free(room.at);
    }

    fn free(&self, at: u32) {
        let room = self.board.memory.load(at + ROOM);
        self.board.free(at, room + BYTES);
    }

    /// Writes an entry, of at most as many bytes as there is room for, by who has read all before it.
    pub fn write(&self, room: &Room, bytes: &[u8], position: &mut Position) {
        let memory = &self.board.memory;
        let number = memory.load(NUMBER) + 1;
        memory.write(room.at + BYTES, bytes);
        memory.store(room.at + LENGTH, bytes.len() as u32);
        memory.store(room.at + SERIAL, number);
        memory.store(room.at + NEXT, 0);
        match memory.load(NEWEST) {
            0 => memory.store(OLDEST, room.at),
            newest => memory.store(newest + NEXT, room.at),
        }
        memory.store(NEWEST, room.at);
        memory.store(NUMBER, number);
        *position = Position {
            number,
            at: room.at,
        };
        self.board.has_read(number);
        self.forget();
    }

    /// Frees what all have read, but for the last of it, from which they go on.
    fn forget(&self) {
        let memory = &self.board.memory;
        let read = self.board.read_by_all();
        loop {
            let oldest = memory.load(OLDEST);
            if oldest == 0 || memory.load(oldest + SERIAL) >= read {
                return;
            }
            memory.store(OLDEST, memory.load(oldest + NEXT));
            self.free(oldest);
        }
    }
}
