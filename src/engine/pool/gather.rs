//! Where the chunks of one call come together, from whichever worker.

use super::any::{AnyOutcome, AnyValue, NewList};
use super::imap::{Chunk, Chunks};
use super::result::{AnyCallbacks, AnyResult};
use crate::contract::TaskError;
use crate::platform::channel::Sender;
use crate::platform::completion::Completion;
use crate::platform::lock;
use crate::platform::memory::{self, NoMemory};
use std::sync::{Arc, Mutex};

/// What waits for a call's chunks.
pub(super) enum Gather {
    /// `map`: all, in order.
    All(Mutex<All>, Arc<Completion<AnyOutcome>>),
    /// `imap`: each as it comes.
    Each(Sender<Chunk>),
}

pub(super) struct All {
    parts: Vec<Option<AnyValue>>,
    tasks: usize,
    list: NewList,
    left: usize,
    error: Option<TaskError>,
    callbacks: AnyCallbacks,
}

impl Gather {
    /// For a map of so many tasks in so many chunks, whose results come into such a list. As in
    /// CPython, a map of nothing calls nobody back.
    ///
    /// # Errors
    /// [`NoMemory`] where there is no room for the chunks.
    pub fn all(
        tasks: usize,
        chunks: usize,
        chunksize: usize,
        list: NewList,
        callbacks: AnyCallbacks,
    ) -> Result<(Self, AnyResult), NoMemory> {
        let done = Arc::new(Completion::default());
        if chunks == 0 {
            let nothing: AnyValue = list(0)?;
            done.complete(Ok(nothing));
        }
        let all = All {
            parts: memory::list((0..chunks).map(|_| None), "the chunks' results")?,
            tasks,
            list,
            left: chunks,
            error: None,
            callbacks,
        };
        let result = AnyResult::new(done.clone(), chunksize);
        Ok((Self::All(Mutex::new(all), done), result))
    }

    /// For results that are wanted one by one.
    pub fn each(chunks: usize, chunksize: usize, ordered: bool) -> (Self, Chunks) {
        let (send, results) = Chunks::new(chunks, chunksize, ordered);
        (Self::Each(send), results)
    }

    /// A chunk has ended. As in CPython a map waits for all of its chunks, and then raises the
    /// error that came first.
    pub fn deliver(&self, chunk: usize, outcome: AnyOutcome) {
        match self {
            Self::All(all, done) => {
                let mut all = lock(all);
                match outcome {
                    Ok(values) => all.parts[chunk] = Some(values),
                    Err(error) => drop(all.error.get_or_insert(error)),
                }
                all.left -= 1;
                if all.left == 0 {
                    let outcome = match all.error.take() {
                        Some(error) => Err(error),
                        None => all.joined(),
                    };
                    let callbacks = std::mem::take(&mut all.callbacks);
                    drop(all);
                    callbacks.call(&outcome);
                    done.complete(outcome);
                }
            }
            // Whoever has dropped the results does not want them.
            Self::Each(send) => drop(send.send((chunk, outcome))),
        }
    }
}

impl All {
    /// All parts in one.
    fn joined(&mut self) -> AnyOutcome {
        let mut all = (self.list)(self.tasks)?;
        for part in std::mem::take(&mut self.parts).into_iter().flatten() {
            all.append(part);
        }
        Ok(all)
    }
}
