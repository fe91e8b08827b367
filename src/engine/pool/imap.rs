//! What `imap` and `imap_unordered` give: results one after the other, while the rest is computed.

use super::result::{Outcome, timed_out};
use crate::contract::TaskError;
use crate::platform::sleep;
use async_channel::{Receiver, Sender};
use futures_lite::future::or;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

/// A chunk's number and what came of it.
pub(super) type Chunk<T> = (usize, Outcome<Vec<T>>);

/// `IMapIterator`: the results one after the other.
#[derive(Debug)]
pub struct IMapIterator<T> {
    come: Receiver<Chunk<T>>,
    /// Results of the chunk that is being given out.
    open: VecDeque<T>,
    /// Chunks that came before their turn; `None` where there is no turn.
    early: Option<BTreeMap<usize, Outcome<Vec<T>>>>,
    turn: usize,
    left: usize,
    /// CPython gives out chunks of several tasks through a generator, which an error ends.
    ends_at_error: bool,
}

impl<T> IMapIterator<T> {
    pub(super) fn new(chunks: usize, chunksize: usize, ordered: bool) -> (Sender<Chunk<T>>, Self) {
        let (send, come) = async_channel::unbounded();
        let results = Self {
            come,
            open: VecDeque::new(),
            early: ordered.then(BTreeMap::new),
            turn: 0,
            left: chunks,
            ends_at_error: chunksize > 1,
        };
        (send, results)
    }

    /// `next(timeout)`: the next result, or what its chunk raised; `None` after the last, and,
    /// as in CPython, after an error where chunks are larger than one.
    ///
    /// Where the time passes it is a `TimeoutError`, and the result can still be had.
    pub async fn next(&mut self, timeout: Option<Duration>) -> Option<Result<T, TaskError>> {
        let Some(timeout) = timeout else {
            return self.following().await;
        };
        let passed = async {
            sleep(timeout).await;
            Some(Err(timed_out()))
        };
        or(self.following(), passed).await
    }

    async fn following(&mut self) -> Option<Result<T, TaskError>> {
        loop {
            if let Some(value) = self.open.pop_front() {
                return Some(Ok(value));
            }
            if self.left == 0 {
                return None;
            }
            let turn = self.turn;
            let ready = self.early.as_mut().and_then(|early| early.remove(&turn));
            let chunk = match ready {
                Some(chunk) => chunk,
                None => {
                    let (number, chunk) = self.come.recv().await.ok()?;
                    match &mut self.early {
                        Some(early) if number != turn => {
                            early.insert(number, chunk);
                            continue;
                        }
                        _ => chunk,
                    }
                }
            };
            self.turn += 1;
            self.left -= 1;
            match chunk {
                Ok(values) => self.open.extend(values),
                Err(error) => {
                    if self.ends_at_error {
                        self.left = 0;
                    }
                    return Some(Err(error));
                }
            }
        }
    }
}
