//! Waiting: the lock of the interpreter given back meanwhile, seen in the trace, ended by a stop.

use super::{explore, gil, life, names};
use crate::contract::What;
use crate::platform::{clock, events, lock};
use rustpython_vm::builtins::PyBaseExceptionRef;
use rustpython_vm::{PyObject, PyResult, VirtualMachine};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

/// Something whose change threads wait for.
#[derive(Debug, Default)]
pub(super) struct Watched<T> {
    state: Mutex<T>,
    changed: Condvar,
}

/// What can be woken, whatever it is that is waited for.
trait Wake: Send + Sync {
    fn wake(&self);
}

impl<T: Send> Wake for Watched<T> {
    fn wake(&self) {
        // Whoever is about to wait has looked already, or holds this.
        drop(lock(&self.state));
        self.changed.notify_all();
    }
}

static WAITING: Mutex<Vec<Arc<dyn Wake>>> = Mutex::new(Vec::new());

/// Wakes everybody that waits, to see that it is to end.
pub(super) fn wake_all() {
    let waiting = lock(&WAITING).clone();
    for one in waiting {
        one.wake();
    }
}

impl<T: Send + 'static> Watched<T> {
    pub fn new(state: T) -> Self {
        Self {
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    /// Looks at it, or changes it; whoever waits looks again.
    pub fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut lock(&self.state));
        self.changed.notify_all();
        result
    }

    /// The same, where one of those that wait can go on.
    pub fn change_for_one<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut lock(&self.state));
        self.changed.notify_one();
        result
    }

    /// Looks at it.
    pub fn look<R>(&self, look: impl FnOnce(&mut T) -> R) -> R {
        look(&mut lock(&self.state))
    }

    /// Waits until `take` is content, for `timeout` at most; whether it was. `on` is what the
    /// program waits for.
    ///
    /// # Errors
    /// That of a stop.
    pub fn wait(
        self: &Arc<Self>,
        timeout: Option<Duration>,
        on: &On<'_>,
        vm: &VirtualMachine,
        mut take: impl FnMut(&mut T) -> bool,
    ) -> PyResult<bool> {
        if self.look(&mut take) {
            return Ok(true);
        }
        if timeout.is_some_and(|timeout| timeout.is_zero()) {
            return Ok(false);
        }
        let what = on.what(timeout, vm);
        let ended = blocking(vm, what, || {
            lock(&WAITING).push(self.clone());
            let ended = self.wait_here(timeout, &mut take);
            let me: *const Self = Arc::as_ptr(self);
            let mut waiting = lock(&WAITING);
            if let Some(at) = waiting
                .iter()
                .position(|one| std::ptr::addr_eq(Arc::as_ptr(one), me))
            {
                waiting.swap_remove(at);
            }
            ended
        });
        ended.ok_or_else(|| stopped(vm))
    }

    /// `None` where it is to end.
    fn wait_here(
        &self,
        timeout: Option<Duration>,
        take: &mut impl FnMut(&mut T) -> bool,
    ) -> Option<bool> {
        // A wait of centuries is a wait without an end.
        let end_us = timeout.map(|timeout| clock::now_us() + timeout.as_secs_f64() * 1e6);
        let mut state = lock(&self.state);
        loop {
            if life::is_stopping() || explore::is_over() {
                return None;
            }
            if take(&mut state) {
                return Some(true);
            }
            state = match end_us {
                None => self
                    .changed
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner),
                Some(end_us) => {
                    let left_us = end_us - clock::now_us();
                    if left_us <= 0.0 {
                        return Some(false);
                    }
                    let left = Duration::from_secs_f64((left_us / 1e6).min(1e6));
                    self.changed
                        .wait_timeout(state, left)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
            };
        }
    }
}

/// What a thread waits for.
pub(super) enum On<'a> {
    /// This object, as the program calls it.
    Object(&'a PyObject),
    /// These words.
    Words(&'a str),
    /// Time to pass.
    Sleep,
}

impl On<'_> {
    /// The event of a thread that begins to wait so, for `timeout` at most.
    pub fn what(&self, timeout: Option<Duration>, vm: &VirtualMachine) -> What {
        match self {
            On::Object(object) => What::Wait {
                on: names::of_wait(object, vm).into(),
            },
            On::Words(words) => What::Wait {
                on: (*words).to_string().into(),
            },
            On::Sleep => What::Sleep {
                ms: timeout.unwrap_or_default().as_secs_f64() * 1e3,
            },
        }
    }
}

/// Does something that may take long and touches no Python: without the interpreter's lock, and so
/// that the collector of garbage need not wait.
pub(super) fn blocking<R>(vm: &VirtualMachine, seen: What, work: impl FnOnce() -> R) -> R {
    events::emit(seen);
    vm.allow_threads(|| {
        let had = gil::give();
        let result = work();
        if had {
            gil::take();
        }
        life::running();
        result
    })
}

/// The same for work: it is not seen as waiting, and holds no lock.
pub(super) fn unlocked<R>(vm: &VirtualMachine, work: impl FnOnce() -> R) -> R {
    if !gil::is_on() {
        return work();
    }
    vm.allow_threads(|| {
        let had = gil::give();
        life::running();
        let result = work();
        if had {
            gil::take();
            life::running();
        }
        result
    })
}

/// What a stop raises. No `except Exception` catches it, and whatever does meets it again at the
/// next check.
pub(super) fn stopped(vm: &VirtualMachine) -> PyBaseExceptionRef {
    vm.new_exception_msg(
        vm.ctx.exceptions.system_exit.to_owned(),
        "stopped".to_string().into(),
    )
}
