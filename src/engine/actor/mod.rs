//! Actors: tasks with a mailbox, that share nothing and send messages.
//!
//! The life is the lecture's: [`Address::send`], [`Mailbox::recv`], [`Address::close`] (which
//! sends the sentinel), `start` ([`System::start`]), [`System::join`] and `run`
//! ([`Group::run`]). Many actors take turns on few workers: `recv` is awaited, and while one
//! waits its worker runs another. Without shared memory, or when processes are asked for, the
//! workers are processes and the same actors' messages cross as bytes.

mod address;
mod group;
mod host;
mod mailbox;
mod queue;
mod system;

pub use address::{Address, Addresses};
pub use group::{Group, GroupEntry};
pub use mailbox::{ActorError, ActorExit, Mailbox};
pub use system::{Ended, System};
