//! `AsyncResult`: what a pool will have computed.

use super::any::{AnyOutcome, AnyValue, known, look};
use crate::contract::TaskError;
use crate::platform::completion::Completion;
use crate::platform::sleep;
use futures_lite::future::or;
use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

/// Something that will be complete: a completion, or what has one inside.
pub(super) trait Pending: Send + Sync {
    fn completion(&self) -> &Completion<AnyOutcome>;
}

impl Pending for Completion<AnyOutcome> {
    fn completion(&self) -> &Completion<AnyOutcome> {
        self
    }
}

/// An [`AsyncResult`] of whatever type.
pub(super) struct AnyResult {
    pending: Arc<dyn Pending>,
    /// The size of the chunks that the call was cut into.
    chunksize: usize,
    /// Whether it comes from another thread, so that it may come while one looks.
    from_threads: bool,
}

impl AnyResult {
    pub fn new(pending: Arc<dyn Pending>, chunksize: usize) -> Self {
        Self {
            pending,
            chunksize,
            from_threads: false,
        }
    }

    /// It comes from another thread.
    pub fn brought_by_threads(self) -> Self {
        Self {
            from_threads: true,
            ..self
        }
    }

    /// Returns when it has come, or when the time has passed.
    async fn wait(&self, timeout: Option<Duration>) {
        let come = self.pending.completion().come();
        match timeout {
            None => come.await,
            Some(timeout) => or(come, sleep(timeout)).await,
        }
    }
}

impl Future for AnyResult {
    type Output = AnyOutcome;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<AnyOutcome> {
        let completion = self.pending.completion();
        match self.from_threads {
            true => completion.poll_soon(context),
            false => completion.poll(context),
        }
    }
}

/// What a pool will have computed. Awaiting it takes the value, or gives what was raised.
pub struct AsyncResult<T> {
    any: AnyResult,
    of: PhantomData<fn() -> T>,
}

impl<T> AsyncResult<T> {
    pub(super) fn new(any: AnyResult) -> Self {
        Self {
            any,
            of: PhantomData,
        }
    }

    /// `ready()`: whether the call has ended.
    pub fn ready(&self) -> bool {
        self.any.pending.completion().is_complete()
    }

    /// `successful()`: whether the call ended without raising anything.
    ///
    /// # Errors
    /// `ValueError` where it has not ended.
    pub fn successful(&self) -> Result<bool, TaskError> {
        let completion = self.any.pending.completion();
        completion
            .look(Result::is_ok)
            .ok_or_else(|| TaskError::new("ValueError", format!("{self:?} not ready")))
    }

    /// `wait(timeout)`: returns when the call has ended, or when the time has passed.
    pub async fn wait(&self, timeout: Option<Duration>) {
        self.any.wait(timeout).await;
    }

    /// `get(timeout)`: the value when it has come, for as often as it is asked for. Awaiting the
    /// result itself takes the value away.
    ///
    /// # Errors
    /// What the call raised; `TimeoutError` where the time has passed.
    pub async fn get(&self, timeout: Option<Duration>) -> Result<T, TaskError>
    where
        T: Clone + 'static,
    {
        self.any.wait(timeout).await;
        let copy = |outcome: &AnyOutcome| match outcome {
            Ok(value) => Ok(look::<T>(value).clone()),
            Err(error) => Err(error.clone()),
        };
        let come = self.any.pending.completion().look(copy);
        come.unwrap_or_else(|| Err(timed_out()))
    }

    /// How many tasks each chunk of the call has, but for the last.
    pub fn chunksize(&self) -> usize {
        self.any.chunksize
    }
}

impl<T: 'static> Future for AsyncResult<T> {
    type Output = Result<T, TaskError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let outcome = Pin::new(&mut self.any).poll(context);
        outcome.map(|outcome| outcome.map(known))
    }
}

impl<T> fmt::Debug for AsyncResult<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<AsyncResult>")
    }
}

/// `TimeoutError`, whose text is empty in Python too.
pub(super) fn timed_out() -> TaskError {
    TaskError::new("TimeoutError", "")
}

/// A function that is called once.
pub type Callback<T> = Box<dyn FnOnce(&T) + Send>;

/// What is called when a result comes, before it is ready. Of a pool of threads the worker that
/// did the last of it calls, of processes the main program: neither may take long.
pub struct Callbacks<T> {
    /// Called with the value.
    pub callback: Option<Callback<T>>,
    /// Called with what was raised.
    pub error_callback: Option<Callback<TaskError>>,
}

impl<T> Default for Callbacks<T> {
    fn default() -> Self {
        Self {
            callback: None,
            error_callback: None,
        }
    }
}

impl<T> fmt::Debug for Callbacks<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callbacks")
            .field("callback", &self.callback.is_some())
            .field("error_callback", &self.error_callback.is_some())
            .finish()
    }
}

impl<T: 'static> Callbacks<T> {
    /// The same, called with a value whose type is forgotten.
    pub(super) fn any(self) -> AnyCallbacks {
        let any = |callback: Callback<T>| -> Callback<AnyValue> {
            Box::new(move |value| callback(look(value)))
        };
        AnyCallbacks {
            callback: self.callback.map(any),
            error_callback: self.error_callback,
        }
    }
}

/// [`Callbacks`] of whatever type.
#[derive(Default)]
pub(super) struct AnyCallbacks {
    callback: Option<Callback<AnyValue>>,
    error_callback: Option<Callback<TaskError>>,
}

impl AnyCallbacks {
    pub fn call(self, outcome: &AnyOutcome) {
        match (outcome, self.callback, self.error_callback) {
            (Ok(value), Some(callback), _) => callback(value),
            (Err(error), _, Some(callback)) => callback(error),
            _ => {}
        }
    }
}
