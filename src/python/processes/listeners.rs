//! Listeners: names at which processes of one program connect to each other.

use super::board::{Board, LISTENERS, Tag};
use super::pipes::CAPACITY;

// A listener: the next one, whose it is, the pipe of what connects to it, and its name.
const NEXT: u32 = 0;
const OWNER: u32 = 4;
const CALLS: u32 = 8;
const LENGTH: u32 = 12;
const NAME: u32 = 16;

impl Board {
    /// Two ends of this process, each of which reads what the other writes.
    pub fn new_pair(&self) -> Option<(u32, u32)> {
        self.new_pair_of(self.me, self.me)
    }

    fn new_pair_of(&self, one: Tag, other: Tag) -> Option<(u32, u32)> {
        let (there, back) = (self.new_pipe(CAPACITY)?, self.new_pipe(CAPACITY)?);
        Some((
            self.new_end(one, back, there)?,
            self.new_end(other, there, back)?,
        ))
    }

    /// Listens at a name; the end at which calls come. `None` where there is no room.
    pub fn listen(&self, name: &[u8]) -> Option<u32> {
        let calls = self.new_pipe(CAPACITY)?;
        // It writes to itself: there will be callers.
        let end = self.new_end(self.me, calls, calls)?;
        let at = self.allocate(NAME + name.len() as u32)?;
        self.memory.store(at + OWNER, self.me.0);
        self.memory.store(at + CALLS, calls);
        self.memory.store(at + LENGTH, name.len() as u32);
        self.memory.write(at + NAME, name);
        self.with_all(|| {
            self.memory.store(at + NEXT, self.memory.load(LISTENERS));
            self.memory.store(LISTENERS, at);
        });
        Some(end)
    }

    /// Calls whoever listens at a name; this side's end. `None` where nobody does.
    pub fn connect(&self, name: &[u8]) -> Option<u32> {
        let (owner, _) = self.with_all(|| self.listener(name))?;
        let (mine, theirs) = self.new_pair_of(self.me, owner)?;
        let calls = || Some(self.listener(name)?.1);
        match self.send_to(calls, &theirs.to_le_bytes()) {
            Ok(()) => Some(mine),
            Err(_) => {
                self.drop_end(mine);
                self.drop_end(theirs);
                None
            }
        }
    }

    /// Whether somebody listens at this name.
    pub fn is_listening(&self, name: &[u8]) -> bool {
        self.with_all(|| self.listener(name)).is_some()
    }

    fn listener(&self, name: &[u8]) -> Option<(Tag, u32)> {
        let mut at = self.memory.load(LISTENERS);
        while at != 0 {
            let owner = Tag(self.memory.load(at + OWNER));
            let mut its = vec![0; self.memory.load(at + LENGTH) as usize];
            self.memory.read(at + NAME, &mut its);
            if its == name && !self.has_ended(owner) {
                return Some((owner, self.memory.load(at + CALLS)));
            }
            at = self.memory.load(at + NEXT);
        }
        None
    }

    /// Listens no longer, and hangs up on those that have called.
    pub fn hang_up(&self, end: u32) {
        let Some((calls, _)) = self.pipes_of(end) else {
            return;
        };
        self.with_all(|| {
            let mut before = LISTENERS;
            loop {
                let at = self.memory.load(before);
                if at == 0 {
                    break;
                }
                let next = self.memory.load(at + NEXT);
                if self.memory.load(at + CALLS) == calls {
                    self.memory.store(before, next);
                    let length = self.memory.load(at + LENGTH);
                    self.free_block_here(at, NAME + length);
                    break;
                }
                before = at + NEXT;
            }
        });
        while let Ok(call) = self.receive(end, None, false) {
            if let Ok(theirs) = call.try_into() {
                self.drop_end(u32::from_le_bytes(theirs));
            }
        }
        self.drop_end(end);
    }
}
