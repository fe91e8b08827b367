//! The methods by which tasks are handed to a pool, as one parameter.

use super::chunks::{chunk_sizes, chunksize};
use super::imap::IMapIterator;
use super::result::{AsyncResult, Callbacks};
use crate::contract::{Error, TaskError};
use crate::engine::Context;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How tasks are handed to a pool. The names are those of Python's `Pool`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// All tasks cut into chunks, all results in order.
    Map,
    /// One task at a time: the next is handed over when the one before has its result.
    Apply,
    /// All tasks handed over one by one, then the results awaited.
    ApplyAsync,
    /// Like map, but the caller goes on and awaits later.
    MapAsync,
    /// Like map, each input a tuple of arguments.
    Starmap,
    /// Like starmap, but the caller goes on and awaits later.
    StarmapAsync,
    /// Results one by one, in order.
    Imap,
    /// Results one by one, as they come.
    ImapUnordered,
}

/// Tasks that can be handed to a pool by any method.
pub trait Tasks {
    /// What a task gives.
    type Output;

    /// How many tasks there are.
    fn count(&self) -> usize;
    /// `map_async(…)`: all in chunks, results in order. A `chunksize` of 0 is CPython's own.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    fn map_async(
        &self,
        chunksize: usize,
        callbacks: Callbacks<Vec<Self::Output>>,
    ) -> Result<AsyncResult<Vec<Self::Output>>, TaskError>;
    /// `imap(…)`, `imap_unordered(…)`: all in chunks, results one by one.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    fn imap(
        &self,
        chunksize: usize,
        ordered: bool,
    ) -> Result<IMapIterator<Self::Output>, TaskError>;
    /// `apply_async(…)`: the task of this number alone.
    ///
    /// # Errors
    /// `ValueError` where the pool is not running.
    fn apply_async(
        &self,
        index: usize,
        callbacks: Callbacks<Self::Output>,
    ) -> Result<AsyncResult<Self::Output>, TaskError>;
}

impl Method {
    /// The chunk size that this method uses when asked for `asked`, 0 meaning its own choice.
    pub fn chunksize(self, asked: usize, tasks: usize, workers: usize) -> usize {
        match self {
            Self::Apply | Self::ApplyAsync => 1,
            Self::Imap | Self::ImapUnordered => asked.max(1),
            Self::Map | Self::MapAsync | Self::Starmap | Self::StarmapAsync => match asked {
                0 => chunksize(tasks, workers),
                asked => asked,
            },
        }
    }

    /// The sizes of the chunks that this method cuts so many tasks into.
    pub fn chunk_sizes(self, asked: usize, tasks: usize, workers: usize) -> Vec<usize> {
        chunk_sizes(tasks, self.chunksize(asked, tasks, workers))
    }

    /// Hands the tasks over by this method, and gives their results: in order, but for
    /// `imap_unordered`.
    ///
    /// # Errors
    /// What a task raised, or [`Error::Cancelled`].
    pub async fn run<T: Tasks>(
        self,
        context: &Context,
        tasks: &T,
        chunksize: usize,
    ) -> Result<Vec<T::Output>, Error> {
        let no = Callbacks::default;
        let collect = async |mut results: IMapIterator<T::Output>| {
            let mut values = Vec::with_capacity(tasks.count());
            while let Some(value) = results.next(None).await {
                values.push(value?);
            }
            Ok::<_, TaskError>(values)
        };
        Ok(match self {
            Self::Map | Self::Starmap | Self::MapAsync | Self::StarmapAsync => {
                tasks.map_async(chunksize, Callbacks::default())?.await?
            }
            Self::Imap => collect(tasks.imap(chunksize, true)?).await?,
            Self::ImapUnordered => collect(tasks.imap(chunksize, false)?).await?,
            Self::Apply => {
                let mut values = Vec::with_capacity(tasks.count());
                for index in 0..tasks.count() {
                    values.push(tasks.apply_async(index, no())?.await?);
                    context.breathe_now_and_then(index).await?;
                }
                values
            }
            Self::ApplyAsync => {
                let mut calls = Vec::with_capacity(tasks.count());
                for index in 0..tasks.count() {
                    calls.push(tasks.apply_async(index, no())?);
                    context.breathe_now_and_then(index).await?;
                }
                let mut values = Vec::with_capacity(calls.len());
                for (index, call) in calls.into_iter().enumerate() {
                    values.push(call.await?);
                    context.breathe_now_and_then(index).await?;
                }
                values
            }
        })
    }
}
