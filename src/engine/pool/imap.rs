//! What `imap` and `imap_unordered` give: results one after the other, while the rest is computed.

use super::any::{AnyOutcome, known};
use super::result::timed_out;
use crate::contract::TaskError;
use crate::platform::channel::{self, Receiver, Sender};
use crate::platform::sleep;
use futures_lite::future::or;
use std::collections::VecDeque;
use std::time::Duration;
use std::vec;

/// `IMapIterator`: the results one after the other.
#[derive(Debug)]
pub struct IMapIterator<T> {
    chunks: Chunks,
    /// Results of the chunk that is being given out.
    open: vec::IntoIter<T>,
}

impl<T: 'static> IMapIterator<T> {
    pub(super) fn new(chunks: Chunks) -> Self {
        Self {
            chunks,
            open: Vec::new().into_iter(),
        }
    }

    /// `next(timeout)`: the next result, or what its chunk raised; `None` after the last, and,
    /// as in CPython, after an error where chunks are larger than one.
    ///
    /// Where the time passes it is a `TimeoutError`, and the result can still be had.
    pub async fn next(&mut self, timeout: Option<Duration>) -> Option<Result<T, TaskError>> {
        loop {
            if let Some(value) = self.open.next() {
                return Some(Ok(value));
            }
            match self.chunks.next(timeout).await? {
                Ok(values) => self.open = known::<Vec<T>>(values).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// A chunk's number and what came of it.
pub(super) type Chunk = (usize, AnyOutcome);

/// The chunks of an `imap`, one after the other.
#[derive(Debug)]
pub(super) struct Chunks {
    come: Receiver<Chunk>,
    /// Chunks that came before their turn, in their places behind it; `None` where there is no turn.
    early: Option<VecDeque<Option<AnyOutcome>>>,
    turn: usize,
    left: usize,
    /// CPython gives out chunks of several tasks through a generator, which an error ends.
    ends_at_error: bool,
}

impl Chunks {
    pub fn new(chunks: usize, chunksize: usize, ordered: bool) -> (Sender<Chunk>, Self) {
        let (send, come) = channel::unbounded();
        let results = Self {
            come,
            early: ordered.then(VecDeque::new),
            turn: 0,
            left: chunks,
            ends_at_error: chunksize > 1,
        };
        (send, results)
    }

    /// The next chunk's results, or what it raised; `None` after the last, and after an error
    /// that ends it.
    pub async fn next(&mut self, timeout: Option<Duration>) -> Option<AnyOutcome> {
        let Some(timeout) = timeout else {
            return self.following().await;
        };
        let passed = async {
            sleep(timeout).await;
            Some(Err(timed_out()))
        };
        or(self.following(), passed).await
    }

    async fn following(&mut self) -> Option<AnyOutcome> {
        if self.left == 0 {
            return None;
        }
        let chunk = loop {
            let first = self.early.as_mut().and_then(VecDeque::front_mut);
            if let Some(chunk) = first.and_then(Option::take) {
                break chunk;
            }
            let (number, chunk) = self.come.recv().await.ok()?;
            match &mut self.early {
                Some(early) if number != self.turn => {
                    let place = number - self.turn;
                    if early.len() <= place {
                        early.resize_with(place + 1, || None);
                    }
                    early[place] = Some(chunk);
                }
                _ => break chunk,
            }
        };
        self.early.as_mut().and_then(VecDeque::pop_front);
        self.turn += 1;
        self.left -= 1;
        if chunk.is_err() && self.ends_at_error {
            self.left = 0;
        }
        Some(chunk)
    }
}
