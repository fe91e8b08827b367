//! Results to come: of a whole map, one by one, of a call.

use crate::contract::TaskError;
use crate::platform::sync::Completion;
use async_channel::{Receiver, Sender};
use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// `AsyncResult`: what a pool will have computed. Awaiting it gives the value or what was raised.
#[derive(Debug)]
pub struct AsyncResult<T>(Arc<Completion<Result<T, TaskError>>>);

impl<T> AsyncResult<T> {
    /// Whether the call has ended.
    pub fn ready(&self) -> bool {
        self.0.is_complete()
    }
}

impl<T> Future for AsyncResult<T> {
    type Output = Result<T, TaskError>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.poll(context)
    }
}

/// What `imap` and `imap_unordered` give: the results one after the other.
#[derive(Debug)]
pub struct Results<T> {
    come: Receiver<(usize, Result<Vec<T>, TaskError>)>,
    /// Results of the chunk that is being given out.
    open: VecDeque<T>,
    /// Chunks that came before their turn; `None` where there is no turn.
    early: Option<BTreeMap<usize, Result<Vec<T>, TaskError>>>,
    turn: usize,
    left: usize,
}

impl<T> Results<T> {
    /// The next result, or what its chunk raised; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, TaskError>> {
        loop {
            if let Some(value) = self.open.pop_front() {
                return Some(Ok(value));
            }
            if self.left == 0 {
                return None;
            }
            let ready = self
                .early
                .as_mut()
                .and_then(|early| early.remove(&self.turn));
            let chunk = match ready {
                Some(chunk) => chunk,
                None => {
                    let (number, chunk) = self.come.recv().await.ok()?;
                    match &mut self.early {
                        Some(early) if number != self.turn => {
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
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// All parts in one, each moved whole: item by item it would cost as much as light tasks do.
fn joined<T>(parts: Vec<Option<Vec<T>>>) -> Vec<T> {
    let length = parts.iter().flatten().map(Vec::len).sum();
    let mut all = Vec::with_capacity(length);
    for mut part in parts.into_iter().flatten() {
        all.append(&mut part);
    }
    all
}

/// Where the chunks of one call come together, from whichever worker.
#[derive(Debug)]
pub(super) enum Gather<T> {
    /// `map`: all, in order.
    All(Mutex<All<T>>, Arc<Completion<Result<Vec<T>, TaskError>>>),
    /// `imap`: each as it comes.
    Each(Sender<(usize, Result<Vec<T>, TaskError>)>),
    /// `apply`: one.
    One(Arc<Completion<Result<T, TaskError>>>),
}

#[derive(Debug)]
pub(super) struct All<T> {
    parts: Vec<Option<Vec<T>>>,
    left: usize,
    error: Option<TaskError>,
}

impl<T> Gather<T> {
    pub fn all(chunks: usize) -> (Self, AsyncResult<Vec<T>>) {
        let done = Arc::new(Completion::default());
        if chunks == 0 {
            done.complete(Ok(Vec::new()));
        }
        let all = All {
            parts: (0..chunks).map(|_| None).collect(),
            left: chunks,
            error: None,
        };
        (Self::All(Mutex::new(all), done.clone()), AsyncResult(done))
    }

    pub fn each(chunks: usize, ordered: bool) -> (Self, Results<T>) {
        let (send, come) = async_channel::unbounded();
        let results = Results {
            come,
            open: VecDeque::new(),
            early: ordered.then(BTreeMap::new),
            turn: 0,
            left: chunks,
        };
        (Self::Each(send), results)
    }

    pub fn one() -> (Self, AsyncResult<T>) {
        let done = Arc::new(Completion::default());
        (Self::One(done.clone()), AsyncResult(done))
    }

    /// A chunk has ended. As in CPython a map waits for all of its chunks, and then raises the
    /// error that came first.
    pub fn deliver(&self, chunk: usize, result: Result<Vec<T>, TaskError>) {
        match self {
            Self::All(all, done) => {
                let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                match result {
                    Ok(values) => all.parts[chunk] = Some(values),
                    Err(error) => drop(all.error.get_or_insert(error)),
                }
                all.left -= 1;
                if all.left == 0 {
                    let result = match all.error.take() {
                        Some(error) => Err(error),
                        None => Ok(joined(std::mem::take(&mut all.parts))),
                    };
                    drop(all);
                    done.complete(result);
                }
            }
            // Whoever has dropped the results does not want them.
            Self::Each(send) => drop(send.try_send((chunk, result))),
            Self::One(done) => done.complete(result.and_then(|mut values| {
                values
                    .pop()
                    .ok_or_else(|| TaskError::new("ProtocolError", "a call gave no result"))
            })),
        }
    }
}
