//! Where messages to an actor are sent.

use super::mailbox::{ActorError, Letter, Shared, gone};
use crate::contract::What;
use crate::platform::completion::Completion;
use crate::platform::events::{self, WaitsFor};
use std::fmt;
use std::future::poll_fn;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Where letters to actors of another process go.
pub(super) trait Post<M>: Send + Sync {
    /// Sends the letter on its way; `taken` is completed when the mailbox has room for it.
    fn post(&self, to: u32, letter: Letter<M>, taken: Option<Arc<Completion<Taken>>>);

    /// Whether it is known here that this actor has ended.
    fn is_gone(&self, actor: u32) -> bool;
}

/// What came of a letter to another process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Taken {
    /// Whether the actor was still there.
    pub there: bool,
    /// Whether the mailbox was full when it came.
    pub waited: bool,
}

/// One who sends: the main program, or an actor.
#[derive(Debug)]
pub(super) struct Sender {
    id: u32,
    sent: AtomicU64,
    /// How many of them had to wait for room.
    waited: AtomicU64,
}

impl Sender {
    pub fn new(id: u32) -> Arc<Self> {
        Arc::new(Self {
            id,
            sent: AtomicU64::new(0),
            waited: AtomicU64::new(0),
        })
    }

    pub fn waited(&self) -> u64 {
        self.waited.load(Ordering::Relaxed)
    }

    fn count_wait(&self) {
        self.waited.fetch_add(1, Ordering::Relaxed);
    }
}

/// Where the actors of a group are: some here, the others in other processes.
pub(super) struct Directory<M> {
    pub here: Vec<Option<Arc<Shared<M>>>>,
    pub away: Option<Arc<dyn Post<M>>>,
    pub bounded: bool,
}

/// The addresses of all actors of a group, for one sender.
pub struct Addresses<M> {
    directory: Arc<Directory<M>>,
    sender: Arc<Sender>,
}

impl<M> Addresses<M> {
    pub(super) fn new(directory: Arc<Directory<M>>, sender: Arc<Sender>) -> Self {
        Self { directory, sender }
    }

    /// How many actors there are.
    #[allow(clippy::len_without_is_empty, reason = "a group is never empty")]
    pub fn len(&self) -> usize {
        self.directory.here.len()
    }

    /// The address of the actor with this number, from 0; [`Group::run`] has the same.
    ///
    /// # Panics
    /// Where there is no such actor.
    ///
    /// [`Group::run`]: super::Group::run
    pub fn get(&self, actor: usize) -> Address<M> {
        let way = match (&self.directory.here[actor], &self.directory.away) {
            (Some(shared), _) => Way::Here(shared.clone()),
            (None, Some(post)) => Way::Away {
                post: post.clone(),
                bounded: self.directory.bounded,
            },
            (None, None) => unreachable!("an actor is here where nothing is away"),
        };
        Address {
            to: actor as u32 + 1,
            sender: self.sender.clone(),
            way,
        }
    }

    /// All of them, in the order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = Address<M>> {
        (0..self.len()).map(|actor| self.get(actor))
    }

    pub(super) fn sender(&self) -> &Sender {
        &self.sender
    }
}

impl<M> fmt::Debug for Addresses<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Addresses({} for {})", self.len(), self.sender.id)
    }
}

/// Where messages to an actor are sent. Clones are addresses of the same actor, with the same sender.
pub struct Address<M> {
    /// The actor's number, from 1; 0 is the main program.
    to: u32,
    sender: Arc<Sender>,
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
            sender: self.sender.clone(),
            way: self.way.clone(),
        }
    }
}

impl<M> fmt::Debug for Address<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({} from {})", self.to, self.sender.id)
    }
}

/// What a sender waits for whose message finds a full mailbox.
const ROOM: &str = "room in a mailbox";

impl<M: Send> Address<M> {
    /// Puts a message into the mailbox; waits while a bounded one is full.
    ///
    /// # Errors
    /// [`ActorError::Failed`] where the actor has ended. An actor of another process is known to
    /// have ended only once that was heard; a message that is on its way meanwhile is lost.
    pub async fn send(&self, message: M) -> Result<(), ActorError> {
        let from = self.sender.id;
        let number = self.sender.sent.fetch_add(1, Ordering::Relaxed);
        let event = What::Send {
            from,
            to: self.to,
            message: number,
        };
        let letter = Letter::Message {
            from,
            number,
            message,
        };
        match &self.way {
            Way::Here(shared) => match shared.room() {
                None => {
                    // Before the receiver can see it: no receipt is earlier than its sending.
                    events::emit(event);
                    shared.push(letter)
                }
                Some(room) => {
                    if !room.take_now() {
                        self.sender.count_wait();
                        let _waits = WaitsFor::new(ROOM);
                        room.take().await;
                    }
                    events::emit(event);
                    shared.push(letter)
                }
            },
            Way::Away { post, .. } if post.is_gone(self.to) => Err(gone(self.to)),
            Way::Away { post, bounded } => {
                events::emit(event);
                let taken: Option<Arc<Completion<Taken>>> = bounded.then(Arc::default);
                post.post(self.to, letter, taken.clone());
                let Some(taken) = taken else {
                    return Ok(());
                };
                let _waits = WaitsFor::new(ROOM);
                let taken = poll_fn(|context| taken.poll(context)).await;
                if taken.waited {
                    self.sender.count_wait();
                }
                match taken.there {
                    true => Ok(()),
                    false => Err(gone(self.to)),
                }
            }
        }
    }

    /// Sends the sentinel: the actor's `recv` raises `ActorExit` after what was sent before.
    /// It takes no room and waits for none. To an actor that has ended it says nothing new.
    pub fn close(&self) {
        match &self.way {
            Way::Here(shared) => drop(shared.push(Letter::Sentinel)),
            Way::Away { post, .. } => post.post(self.to, Letter::Sentinel, None),
        }
    }
}
