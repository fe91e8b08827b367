//! Tasks beside the run on the coordinator itself: they await, and never block.

use super::{completion::Completion, sys};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// The end of a task that was begun with [`spawn`]. Dropping it lets the task go on alone.
#[derive(Debug)]
pub struct LocalTask<T>(Rc<Completion<T>>);

/// Begins a task on this thread.
pub fn spawn<T: 'static>(future: impl Future<Output = T> + 'static) -> LocalTask<T> {
    let done = Rc::new(Completion::default());
    let end = done.clone();
    sys::spawn_local(Box::pin(async move { end.complete(future.await) }));
    LocalTask(done)
}

impl<T> Future for LocalTask<T> {
    type Output = T;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        self.0.poll(context)
    }
}
