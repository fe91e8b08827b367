//! A mailbox and its address.

use crate::contract::What;
use crate::platform::completion::Completion;
use crate::platform::events;
use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicU64, Ordering},
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
    capacity: usize,
    state: Mutex<State<M>>,
}

#[derive(Debug)]
struct State<M> {
    letters: VecDeque<Letter<M>>,
    ended: bool,
    receiver: Option<Waker>,
    senders: Vec<Waker>,
}

/// Where letters to actors of another process go.
pub(super) trait Post<M>: Send + Sync {
    /// Sends the letter on its way; `taken` is completed when the mailbox has room for it,
    /// with whether the actor was still there.
    fn post(&self, to: u32, letter: Letter<M>, taken: Option<Arc<Completion<bool>>>);
}

/// Where messages to an actor are sent. Clones are addresses of the same actor, with the same sender.
pub struct Address<M> {
    /// The actor's number, from 1; 0 is the main program.
    to: u32,
    /// The sender's number.
    from: u32,
    sent: Arc<AtomicU64>,
    way: Way<M>,
}

enum Way<M> {
    Here(Arc<Shared<M>>),
    Away {
        post: Arc<dyn Post<M>>,
        bounded: bool,
    },
}

impl<M> Clone for Way<M> {
    fn clone(&self) -> Self {
        match self {
            Self::Here(shared) => Self::Here(shared.clone()),
            Self::Away { post, bounded } => Self::Away {
                post: post.clone(),
                bounded: *bounded,
            },
        }
    }
}

impl<M> Clone for Address<M> {
    fn clone(&self) -> Self {
        Self {
            to: self.to,
            from: self.from,
            sent: self.sent.clone(),
            way: self.way.clone(),
        }
    }
}

impl<M> fmt::Debug for Address<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({} from {})", self.to, self.from)
    }
}

impl<M: Send> Address<M> {
    pub(super) fn here(shared: Arc<Shared<M>>, from: u32, sent: Arc<AtomicU64>) -> Self {
        Self {
            to: shared.id,
            from,
            sent,
            way: Way::Here(shared),
        }
    }

    pub(super) fn away(
        to: u32,
        from: u32,
        sent: Arc<AtomicU64>,
        post: Arc<dyn Post<M>>,
        bounded: bool,
    ) -> Self {
        Self {
            to,
            from,
            sent,
            way: Way::Away { post, bounded },
        }
    }

    /// Puts a message into the mailbox; waits while a bounded one is full.
    ///
    /// # Errors
    /// [`ActorError::Failed`] where the actor has ended. Between processes, and without a bound,
    /// that is not heard of: such a message is lost.
    pub async fn send(&self, message: M) -> Result<(), ActorError> {
        let number = self.sent.fetch_add(1, Ordering::Relaxed);
        let letter = Letter::Message {
            from: self.from,
            number,
            message,
        };
        let event = What::Send {
            from: self.from,
            to: self.to,
            message: number,
        };
        let taken = match &self.way {
            Way::Here(shared) => return shared.put(letter, Some(event)).await,
            Way::Away { post, bounded } => {
                let taken = bounded.then(Arc::default);
                events::emit(event);
                post.post(self.to, letter, taken.clone());
                taken
            }
        };
        match taken {
            Some(taken) if !poll_fn(|context| taken.poll(context)).await => Err(gone(self.to)),
            _ => Ok(()),
        }
    }

    /// Sends the sentinel: the actor's `recv` raises `ActorExit` after what was sent before.
    /// It takes no room and waits for none. To an actor that has ended it says nothing new.
    pub fn close(&self) {
        match &self.way {
            Way::Here(shared) => shared.push(Letter::Sentinel),
            Way::Away { post, .. } => post.post(self.to, Letter::Sentinel, None),
        }
    }
}

fn gone(actor: u32) -> ActorError {
    ActorError::Failed(format!(
        "a message was sent to actor {actor}, which has ended"
    ))
}

impl<M> Shared<M> {
    pub fn new(id: u32, capacity: usize) -> Self {
        Self {
            id,
            capacity,
            state: Mutex::new(State {
                letters: VecDeque::new(),
                ended: false,
                receiver: None,
                senders: Vec::new(),
            }),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State<M>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a letter in when there is room, and writes the event at that moment.
    pub fn put(&self, letter: Letter<M>, event: Option<What>) -> Put<'_, M> {
        Put {
            shared: self,
            letter: Some((letter, event)),
        }
    }

    pub fn push(&self, letter: Letter<M>) {
        let mut state = self.lock();
        if state.ended {
            return;
        }
        state.letters.push_back(letter);
        let receiver = state.receiver.take();
        drop(state);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
    }

    /// The actor has ended: whoever waits to send hears it, what was not taken is dropped.
    pub fn end(&self) {
        let mut state = self.lock();
        state.ended = true;
        let letters = std::mem::take(&mut state.letters);
        let senders = std::mem::take(&mut state.senders);
        drop(state);
        drop(letters);
        for sender in senders {
            sender.wake();
        }
    }
}

/// The future of [`Shared::put`].
pub(super) struct Put<'a, M> {
    shared: &'a Shared<M>,
    letter: Option<(Letter<M>, Option<What>)>,
}

// Nothing in it is pinned in place.
impl<M> Unpin for Put<'_, M> {}

impl<M> Future for Put<'_, M> {
    type Output = Result<(), ActorError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let shared = self.shared;
        let mut state = shared.lock();
        if state.ended {
            return Poll::Ready(Err(gone(shared.id)));
        }
        if shared.capacity > 0 && state.letters.len() >= shared.capacity {
            state.senders.push(context.waker().clone());
            return Poll::Pending;
        }
        if let Some((letter, event)) = self.letter.take() {
            // Before the receiver can see it, so that no receipt is earlier than its sending.
            if let Some(event) = event {
                events::emit(event);
            }
            state.letters.push_back(letter);
        }
        let receiver = state.receiver.take();
        drop(state);
        if let Some(receiver) = receiver {
            receiver.wake();
        }
        Poll::Ready(Ok(()))
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
        let mut state = self.shared.lock();
        if state.letters.is_empty() {
            state.receiver = Some(context.waker().clone());
            return Poll::Pending;
        }
        if self.shared.capacity == 0 {
            std::mem::swap(&mut state.letters, &mut self.taken);
        } else {
            // One by one, since what has been taken out makes room.
            self.taken.extend(state.letters.pop_front());
        }
        let senders = std::mem::take(&mut state.senders);
        drop(state);
        for sender in senders {
            sender.wake();
        }
        match self.taken.pop_front() {
            Some(letter) => Poll::Ready(letter),
            None => Poll::Pending,
        }
    }
}
