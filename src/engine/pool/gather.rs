//! Where the chunks of one call come together, from whichever worker.

use super::imap::{Chunk, IMapIterator};
use super::result::{AsyncResult, Callbacks, Outcome};
use crate::contract::TaskError;
use crate::platform::completion::Completion;
use async_channel::Sender;
use std::sync::{Arc, Mutex, PoisonError};

/// What waits for a call's chunks.
#[derive(Debug)]
pub(super) enum Gather<T> {
    /// `map`: all, in order.
    All(Mutex<All<T>>, Arc<Completion<Outcome<Vec<T>>>>),
    /// `imap`: each as it comes.
    Each(Sender<Chunk<T>>),
}

#[derive(Debug)]
pub(super) struct All<T> {
    parts: Vec<Option<Vec<T>>>,
    left: usize,
    error: Option<TaskError>,
    callbacks: Callbacks<Vec<T>>,
}

impl<T: Send + 'static> Gather<T> {
    /// For a map of so many chunks. As in CPython, a map of nothing calls nobody back.
    pub fn all(
        chunks: usize,
        chunksize: usize,
        callbacks: Callbacks<Vec<T>>,
    ) -> (Self, AsyncResult<Vec<T>>) {
        let done = Arc::new(Completion::default());
        if chunks == 0 {
            done.complete(Ok(Vec::new()));
        }
        let all = All {
            parts: (0..chunks).map(|_| None).collect(),
            left: chunks,
            error: None,
            callbacks,
        };
        let result = AsyncResult::new(done.clone(), chunksize);
        (Self::All(Mutex::new(all), done), result)
    }

    /// For results that are wanted one by one.
    pub fn each(chunks: usize, chunksize: usize, ordered: bool) -> (Self, IMapIterator<T>) {
        let (send, results) = IMapIterator::new(chunks, chunksize, ordered);
        (Self::Each(send), results)
    }

    /// A chunk has ended. As in CPython a map waits for all of its chunks, and then raises the
    /// error that came first.
    pub fn deliver(&self, chunk: usize, outcome: Outcome<Vec<T>>) {
        match self {
            Self::All(all, done) => {
                let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
                match outcome {
                    Ok(values) => all.parts[chunk] = Some(values),
                    Err(error) => drop(all.error.get_or_insert(error)),
                }
                all.left -= 1;
                if all.left == 0 {
                    let outcome = match all.error.take() {
                        Some(error) => Err(error),
                        None => Ok(joined(std::mem::take(&mut all.parts))),
                    };
                    let callbacks = std::mem::take(&mut all.callbacks);
                    drop(all);
                    callbacks.call(&outcome);
                    done.complete(outcome);
                }
            }
            // Whoever has dropped the results does not want them.
            Self::Each(send) => drop(send.try_send((chunk, outcome))),
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
