//! A mailbox.

use super::queue::{look_a_little, show_running};
use crate::contract::What;
use crate::platform::events;
use crate::platform::lock;
use async_lock::Semaphore;
use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{
    Arc, Mutex, MutexGuard,
    atomic::{AtomicBool, AtomicU64, Ordering},
};
use std::task::{Context, Poll, Waker};

/// Raised by [`Mailbox::recv`] when the sentinel comes: the actor was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActorExit;

/// Why an actor's `run` ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActorError {
    /// It was closed: a clean end.
    Exit,
    /// It failed, in its own words.
    Failed(String),
}

impl From<ActorExit> for ActorError {
    fn from(_: ActorExit) -> Self {
        Self::Exit
    }
}

impl fmt::Display for ActorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exit => f.write_str("the actor has ended"),
            Self::Failed(reason) => f.write_str(reason),
        }
    }
}

impl std::error::Error for ActorError {}

pub(super) fn gone(actor: u32) -> ActorError {
    ActorError::Failed(format!(
        "a message was sent to actor {actor}, which has ended"
    ))
}

/// A letter, or the sentinel that closes an actor.
#[derive(Debug)]
pub(super) enum Letter<M> {
    Message { from: u32, number: u64, message: M },
    Sentinel,
}

/// What sender and receiver share.
#[derive(Debug)]
pub(super) struct Shared<M> {
    id: u32,
    /// The room that is left; `None` is without bound.
    room: Option<Room>,
    /// Whether letters lie there, beside the lock for whoever looks often.
    filled: AtomicBool,
    state: Mutex<State<M>>,
}

#[derive(Debug)]
struct State<M> {
    letters: VecDeque<Letter<M>>,
    ended: bool,
    receiver: Option<Waker>,
}

/// The room that is left in a bounded mailbox: a permit for each letter.
#[derive(Debug)]
pub(super) struct Room(Semaphore);

/// Room for whoever waited for an actor that has ended, to hear of it.
const ENOUGH: usize = 1 << 30;

impl Room {
    /// Takes room for one, where there is any now.
    pub fn take_now(&self) -> bool {
        self.0.try_acquire().map(|permit| permit.forget()).is_some()
    }

    /// Waits for room for one, and takes it.
    pub async fn take(&self) {
        self.0.acquire().await.forget();
    }
}

impl<M> Shared<M> {
    pub fn new(id: u32, capacity: usize) -> Self {
        Self {
            id,
            room: (capacity > 0).then(|| Room(Semaphore::new(capacity))),
            filled: AtomicBool::new(false),
            state: Mutex::new(State {
                letters: VecDeque::new(),
                ended: false,
                receiver: None,
            }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<M>> {
        lock(&self.state)
    }

    /// Where room must be taken before a message is put in.
    pub fn room(&self) -> Option<&Room> {
        self.room.as_ref()
    }

    /// Puts a letter in.
    pub fn push(&self, letter: Letter<M>) -> Result<(), ActorError> {
        let mut state = self.lock();
        if state.ended {
            return Err(gone(self.id));
        }
        state.letters.push_back(letter);
        self.filled.store(true, Ordering::Release);
        let receiver = state.receiver.take();
        drop(state);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
        Ok(())
    }

    /// The actor has ended: whoever waits to send hears it, what was not taken is dropped.
    pub fn end(&self) {
        let mut state = self.lock();
        state.ended = true;
        let letters = std::mem::take(&mut state.letters);
        drop(state);
        drop(letters);
        if let Some(room) = &self.room {
            room.0.add_permits(ENOUGH);
        }
    }

    /// Takes all letters out, and puts an empty queue there in their place.
    fn take_all(&self, into: &mut VecDeque<Letter<M>>, waker: &Waker) -> Poll<()> {
        let mut state = self.lock();
        if state.letters.is_empty() {
            state.receiver = Some(waker.clone());
            return Poll::Pending;
        }
        std::mem::swap(&mut state.letters, into);
        self.filled.store(false, Ordering::Relaxed);
        Poll::Ready(())
    }
}

/// An actor's end of its mailbox.
#[derive(Debug)]
pub struct Mailbox<M> {
    shared: Arc<Shared<M>>,
    /// Letters taken out together, so that the lock is not taken for each.
    taken: VecDeque<Letter<M>>,
    received: Arc<AtomicU64>,
}

impl<M> Mailbox<M> {
    pub(super) fn new(shared: Arc<Shared<M>>, received: Arc<AtomicU64>) -> Self {
        Self {
            shared,
            taken: VecDeque::new(),
            received,
        }
    }

    /// Waits for the next message.
    ///
    /// # Errors
    /// [`ActorExit`] when the actor was closed.
    pub async fn recv(&mut self) -> Result<M, ActorExit> {
        let letter = match self.taken.pop_front() {
            Some(letter) => letter,
            None => poll_fn(|context| self.poll_take(context)).await,
        };
        match letter {
            Letter::Sentinel => Err(ActorExit),
            Letter::Message {
                from,
                number,
                message,
            } => {
                // Only now is there room for another: what was taken out waits as before.
                if let Some(room) = &self.shared.room {
                    room.0.add_permits(1);
                }
                self.received.fetch_add(1, Ordering::Relaxed);
                events::emit(What::Receive {
                    from,
                    to: self.shared.id,
                    message: number,
                });
                Ok(message)
            }
        }
    }

    fn poll_take(&mut self, context: &mut Context<'_>) -> Poll<Letter<M>> {
        let shared = &self.shared;
        let filled = || shared.filled.load(Ordering::Acquire);
        // A message that comes in a moment is worth a moment: to wake an actor costs more.
        if !filled() && look_a_little(filled) {
            show_running(shared.id);
        }
        if shared
            .take_all(&mut self.taken, context.waker())
            .is_pending()
        {
            return Poll::Pending;
        }
        match self.taken.pop_front() {
            Some(letter) => Poll::Ready(letter),
            None => Poll::Pending,
        }
    }
}
