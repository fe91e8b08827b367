//! Threads and what they agree by, as in Python's `threading` and `queue`.
//!
//! A [`Thread`] is one of the farm's, with a lane of its own in the trace. What it waits for is
//! seen there, and every wait ends when the run is stopped.

mod gil;
mod queue;
mod series;

pub use gil::InterpreterLock;
pub use queue::{Put, Queue};
pub use series::Series;

use super::Context;
use crate::contract::{Error, What};
use crate::platform::cancel::Cancel;
use crate::platform::events::{self, Entered, Lane};
use crate::platform::farm;
use crate::platform::sync::{Condvar, Mutex};
use std::sync::Arc;
use std::time::Duration;

/// A thread at work. Dropping it lets the thread go on.
#[derive(Debug)]
pub struct Thread<T>(farm::JoinHandle<T>);

impl<T: Send + 'static> Thread<T> {
    /// `Thread(target=…).start()`: runs `target` on worker number `worker`, from 1. The lesson
    /// must have asked for the threads in its needs.
    ///
    /// # Errors
    /// [`Error::Failed`] where the farm is too small.
    pub fn start(
        context: &Context,
        worker: u32,
        target: impl FnOnce(&Context) -> T + Send + 'static,
    ) -> Result<Self, Error> {
        let (context, lane) = (context.clone(), context.lane(worker));
        farm::spawn(move || {
            let _entered = begun(lane);
            let result = target(&context);
            events::waiting("the end of the run");
            result
        })
        .map(Self)
    }

    /// `join(timeout)`: what the thread returned, or `None` when the time has passed and it still
    /// runs. The main program awaits this, and never blocks.
    ///
    /// # Errors
    /// [`Error::Failed`] where the thread panicked.
    pub async fn join(&mut self, timeout: Option<Duration>) -> Result<Option<T>, Error> {
        self.0.within(timeout).await
    }

    /// `is_alive()`: whether it still runs.
    pub fn is_alive(&self) -> bool {
        !self.0.is_finished()
    }
}

fn begun(lane: Arc<Lane>) -> Entered {
    let entered = events::enter(lane);
    events::running("thread", None);
    entered
}

/// `time.sleep(…)` of a thread: seen in the trace, and ended by a stop. Says whether it slept to
/// the end.
pub fn sleep(context: &Context, duration: Duration) -> bool {
    let ms = duration.as_secs_f64() * 1e3;
    if ms > 0.0 {
        events::emit(What::Sleep { ms });
    }
    let whole = context.cancel().sleep(duration);
    events::running("thread", None);
    whole
}

/// `threading.Event`: a flag that threads can wait for.
#[derive(Debug)]
pub struct Event {
    is_set: Mutex<bool>,
    came: Condvar,
}

impl Default for Event {
    fn default() -> Self {
        Self {
            // Its lock is held for a moment, which is not what a thread does with an event.
            is_set: Mutex::unseen(false),
            came: Condvar::named("the event"),
        }
    }
}

impl Event {
    /// `set()`: lets all go on that wait, now and later.
    pub fn set(&self) {
        *self.is_set.lock() = true;
        self.came.notify_all();
    }

    /// `is_set()`.
    pub fn is_set(&self) -> bool {
        *self.is_set.lock()
    }

    /// `wait(timeout)`: whether the event is set; waits for it at most so long, or until a stop.
    pub fn wait(&self, cancel: &Cancel, timeout: Option<Duration>) -> bool {
        let guard = self.is_set.lock();
        self.came
            .wait_while(guard, cancel, timeout, |is_set| !*is_set)
            .1
    }
}

/// `threading.Semaphore`: lets so many in at a time. Of those that wait it promises no order.
#[derive(Debug)]
pub struct Semaphore {
    permits: Mutex<u32>,
    released: Condvar,
}

impl Semaphore {
    /// A semaphore with so many permits.
    pub fn new(permits: u32) -> Self {
        Self {
            // Who holds this lock has no permit yet, or no more: it must not be seen as inside.
            permits: Mutex::unseen(permits),
            released: Condvar::named("the semaphore"),
        }
    }

    /// `acquire()`: waits for a permit and takes it. Says whether it has one: a stop ends the
    /// wait without.
    #[must_use]
    pub fn acquire(&self, cancel: &Cancel) -> bool {
        let guard = self.permits.lock();
        let (mut permits, met) = self
            .released
            .wait_while(guard, cancel, None, |permits| *permits == 0);
        if met {
            *permits -= 1;
        }
        met
    }

    /// `release()`: gives a permit back.
    pub fn release(&self) {
        *self.permits.lock() += 1;
        self.released.notify_one();
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;
    use crate::platform::events::Sink;
    use std::sync::Barrier;
    use std::time::Instant;

    /// What the trace shows of a thread that finds the lock inside a semaphore taken.
    fn seen_at_the_door() -> Vec<What> {
        let semaphore = Semaphore::new(1);
        let lane = Sink::default().lane(1);
        let both_are_there = Barrier::new(2);
        std::thread::scope(|scope| {
            let taken = semaphore.permits.lock();
            scope.spawn(|| {
                let _entered = events::enter(lane.clone());
                both_are_there.wait();
                assert!(semaphore.acquire(&Cancel::default()));
            });
            both_are_there.wait();
            // Where the other has not come to the lock by then, this time shows nothing.
            let begin = Instant::now();
            while begin.elapsed() < Duration::from_millis(1) {
                std::hint::spin_loop();
            }
            drop(taken);
        });
        lane.take().into_iter().map(|(_, what)| what).collect()
    }

    #[test]
    fn the_lock_inside_a_semaphore_is_not_seen_as_a_permit() {
        for _ in 0..50 {
            assert_eq!(seen_at_the_door(), []);
        }
    }
}
