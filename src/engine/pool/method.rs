//! The methods by which tasks are handed to a pool, as one parameter.

use super::any::{AnyValue, known};
use super::chunks::{chunk_sizes, chunksize};
use super::result::AnyCallbacks;
use super::tasks::{AnyTasks, Tasks};
use crate::contract::Error;
use crate::engine::Context;
use crate::platform::memory;
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
        let results = self.run_any(context, tasks.any(), chunksize).await?;
        Ok(known(results))
    }

    /// The same for tasks of whatever type: the list of their results.
    pub(crate) async fn run_any(
        self,
        context: &Context,
        tasks: &AnyTasks<'_>,
        chunksize: usize,
    ) -> Result<AnyValue, Error> {
        if self.is_map() {
            let result = tasks.map_async(chunksize, AnyCallbacks::default())?;
            return Ok(result.await?);
        }
        let mut values = tasks.list()?;
        match self {
            Self::Apply => {
                for index in 0..tasks.count() {
                    let call = tasks.apply_async(index, AnyCallbacks::default())?;
                    values.push(call.await?);
                    context.breathe_now_and_then(index).await?;
                }
            }
            Self::ApplyAsync => {
                let mut calls = memory::room(tasks.count(), "the calls")?;
                for index in 0..tasks.count() {
                    calls.push(tasks.apply_async(index, AnyCallbacks::default())?);
                    context.breathe_now_and_then(index).await?;
                }
                for (index, call) in calls.into_iter().enumerate() {
                    values.push(call.await?);
                    context.breathe_now_and_then(index).await?;
                }
            }
            _ => {
                let mut chunks = tasks.imap(chunksize, self == Self::Imap)?;
                while let Some(chunk) = chunks.next(None).await {
                    values.append(chunk?);
                }
            }
        }
        Ok(values)
    }

    fn is_map(self) -> bool {
        matches!(
            self,
            Self::Map | Self::MapAsync | Self::Starmap | Self::StarmapAsync
        )
    }
}
