//! Channels without a bound: `async_channel`'s, compiled once for all types, since each message is
//! sent as an [`AnyValue`]. For messages of which there are few.

use super::any::{AnyValue, known};
pub use async_channel::RecvError;
use std::fmt;
use std::marker::PhantomData;

/// The end that sends. Its clones are the same.
pub struct Sender<T> {
    any: async_channel::Sender<AnyValue>,
    of: PhantomData<fn(T)>,
}

/// The end that receives. Its clones take from the same messages.
pub struct Receiver<T> {
    any: async_channel::Receiver<AnyValue>,
    of: PhantomData<fn() -> T>,
}

/// Nobody receives any more.
#[derive(Debug)]
pub struct Closed;

/// A channel's two ends.
pub fn unbounded<T: Send + 'static>() -> (Sender<T>, Receiver<T>) {
    let (send, receive) = async_channel::unbounded();
    let sender = Sender {
        any: send,
        of: PhantomData,
    };
    let receiver = Receiver {
        any: receive,
        of: PhantomData,
    };
    (sender, receiver)
}

impl<T: Send + 'static> Sender<T> {
    /// Sends a value; there is always room for it.
    ///
    /// # Errors
    /// [`Closed`].
    pub fn send(&self, value: T) -> Result<(), Closed> {
        send(&self.any, Box::new(value))
    }
}

impl<T> Sender<T> {
    /// Takes no more values; those that are there can still be received.
    pub fn close(&self) {
        self.any.close();
    }
}

impl<T: 'static> Receiver<T> {
    /// The next value.
    ///
    /// # Errors
    /// Where none is left, and nobody sends any more.
    pub async fn recv(&self) -> Result<T, RecvError> {
        self.any.recv().await.map(known)
    }
}

fn send(sender: &async_channel::Sender<AnyValue>, value: AnyValue) -> Result<(), Closed> {
    sender.try_send(value).map_err(|_| Closed)
}

impl<T> Clone for Sender<T> {
    fn clone(&self) -> Self {
        Self {
            any: self.any.clone(),
            of: PhantomData,
        }
    }
}

impl<T> Clone for Receiver<T> {
    fn clone(&self) -> Self {
        Self {
            any: self.any.clone(),
            of: PhantomData,
        }
    }
}

impl<T> fmt::Debug for Sender<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(f)
    }
}

impl<T> fmt::Debug for Receiver<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.any.fmt(f)
    }
}
