//! What a lesson says of its actors.

use super::address::Addresses;
use super::mailbox::{ActorError, Mailbox};
use crate::contract::TaskError;
use crate::platform::process::Connection;
use futures_lite::future::Boxed;
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;
use std::pin::Pin;

/// Actors that are started together and know each other by number.
///
/// A group is a value that can be sent, so that a process can play its part of it.
pub trait Group: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// The name by which a process looks it up; unique in the crate.
    const NAME: &'static str;
    /// What they send each other.
    type Message: Serialize + DeserializeOwned + Send + 'static;

    /// How many actors there are; their numbers are those below.
    fn size(&self) -> u32;

    /// How many messages a mailbox holds before senders wait; 0 is without bound.
    fn mailbox_capacity(&self) -> usize;

    /// The life of actor `me`: the lecture's `run`, which receives until `ActorExit`.
    ///
    /// # Errors
    /// `ActorExit`, which is a clean end, or a failure in the actor's own words.
    fn run(
        &self,
        me: u32,
        mailbox: Mailbox<Self::Message>,
        others: Addresses<Self::Message>,
    ) -> Boxed<Result<(), ActorError>>;
}

/// A group as a process looks it up.
#[derive(Debug)]
pub struct GroupEntry {
    pub(crate) name: &'static str,
    pub(crate) host: fn(Connection) -> Hosting,
}

type Hosting = Pin<Box<dyn Future<Output = Result<(), TaskError>>>>;

impl GroupEntry {
    /// The entry of `G`.
    pub const fn of<G: Group>() -> Self {
        Self {
            name: G::NAME,
            host: |connection| Box::pin(super::host::host::<G>(connection)),
        }
    }
}
