//! Locks and conditions of the lessons, whose waits are seen in the trace.

use super::{cancel::Cancel, clock, events};
use crate::platform::lock;
use std::ops::{Deref, DerefMut};
use std::sync::{self, PoisonError, TryLockError};
use std::time::Duration;

/// Mutual exclusion, with the name under which the trace shows a wait for it.
#[derive(Debug)]
pub struct Mutex<T> {
    name: Option<&'static str>,
    inner: sync::Mutex<T>,
}

/// Holds a [`Mutex`] until it is dropped.
#[derive(Debug)]
pub struct Guard<'a, T> {
    name: Option<&'static str>,
    inner: sync::MutexGuard<'a, T>,
    // Dropped last: the lock is free by then.
    shown: Option<Shown>,
}

/// Holds a [`Mutex`] until it is dropped, and is seen to do so: [`Mutex::hold`].
#[derive(Debug)]
pub struct Held<'a, T>(sync::MutexGuard<'a, T>);

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        // Said before the lock is free, so that its next holder is not seen beside this one.
        events::running("thread", None);
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

/// The trace shows that this thread holds a lock, until this is dropped.
///
/// Only who had to wait for a lock is shown to hold it: to show every taking would cost more than
/// most locks are held for.
#[derive(Debug)]
struct Shown;

impl Drop for Shown {
    fn drop(&mut self) {
        events::running("thread", None);
    }
}

impl<T> Mutex<T> {
    /// A lock of this name around `value`.
    pub const fn new(name: &'static str, value: T) -> Self {
        Self {
            name: Some(name),
            inner: sync::Mutex::new(value),
        }
    }

    /// A lock of which the trace shows nothing: whoever has one shows what it is there for.
    pub const fn unseen(value: T) -> Self {
        Self {
            name: None,
            inner: sync::Mutex::new(value),
        }
    }

    /// Waits for the lock and takes it. Blocks: for thread workers only.
    pub fn lock(&self) -> Guard<'_, T> {
        let (inner, shown) = match (self.inner.try_lock(), self.name) {
            (Ok(inner), _) => (inner, None),
            (Err(TryLockError::Poisoned(poisoned)), _) => (poisoned.into_inner(), None),
            (Err(TryLockError::WouldBlock), None) => (self.wait(), None),
            (Err(TryLockError::WouldBlock), Some(name)) => {
                events::waiting(name);
                let inner = self.wait();
                events::holding(name, "thread", None);
                (inner, Some(Shown))
            }
        };
        Guard {
            name: self.name,
            inner,
            shown,
        }
    }

    /// The same, and the trace shows who holds it even where nobody had to wait: for what takes long
    /// enough under the lock to be seen. `what` is done with it, number `item` of its kind.
    pub fn hold(&self, what: &'static str, item: u64) -> Held<'_, T> {
        let inner = match (self.inner.try_lock(), self.name) {
            (Ok(inner), _) => inner,
            (Err(TryLockError::Poisoned(poisoned)), _) => poisoned.into_inner(),
            (Err(TryLockError::WouldBlock), name) => {
                if let Some(name) = name {
                    events::waiting(name);
                }
                self.wait()
            }
        };
        if let Some(name) = self.name {
            events::holding(name, what, Some(item));
        }
        Held(inner)
    }

    fn wait(&self) -> sync::MutexGuard<'_, T> {
        lock(&self.inner)
    }
}

impl<T> Deref for Guard<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}

impl<T> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.inner
    }
}

/// A condition to wait for while a [`Mutex`] is released.
#[derive(Debug, Default)]
pub struct Condvar {
    /// Under what the trace shows a wait; where it has no name, the lock's.
    name: Option<&'static str>,
    inner: sync::Condvar,
}

/// How often a waiting thread looks whether a stop was asked for.
const LOOK: Duration = Duration::from_millis(50);

impl Condvar {
    /// A condition that nobody waits for.
    pub const fn new() -> Self {
        Self {
            name: None,
            inner: sync::Condvar::new(),
        }
    }

    /// The same, with the name under which the trace shows a wait for it.
    pub const fn named(name: &'static str) -> Self {
        Self {
            name: Some(name),
            inner: sync::Condvar::new(),
        }
    }

    /// Wakes one waiting thread.
    pub fn notify_one(&self) {
        self.inner.notify_one();
    }

    /// Wakes all waiting threads.
    pub fn notify_all(&self) {
        self.inner.notify_all();
    }

    /// Waits until `condition` no longer holds, at most `timeout` long, or until a stop is asked
    /// for. Says whether it ended because the condition no longer holds. For thread workers only.
    pub fn wait_while<'a, T>(
        &self,
        guard: Guard<'a, T>,
        cancel: &Cancel,
        timeout: Option<Duration>,
        mut condition: impl FnMut(&mut T) -> bool,
    ) -> (Guard<'a, T>, bool) {
        let end = timeout.map(|timeout| clock::now_us() + timeout.as_secs_f64() * 1e6);
        let Guard {
            name,
            mut inner,
            mut shown,
        } = guard;
        let mut waits_on = self.name.or(name);
        let mut seen = false;
        let met = loop {
            if !condition(&mut inner) {
                break true;
            }
            let left = end.map(|end| end - clock::now_us());
            if cancel.is_set() || left.is_some_and(|left| left <= 0.0) {
                break false;
            }
            if let Some(on) = waits_on.take() {
                events::waiting(on);
                seen = true;
            }
            let patience = left.map_or(LOOK, |left| LOOK.min(Duration::from_secs_f64(left / 1e6)));
            inner = self
                .inner
                .wait_timeout(inner, patience)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        };
        // Whoever wakes holds the lock for a moment too short to be shown.
        if seen && shown.take().is_none() {
            events::running("thread", None);
        }
        (Guard { name, inner, shown }, met)
    }
}
