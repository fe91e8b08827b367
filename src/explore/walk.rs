//! One run under one strategy: who can go on at each step, what that costs, and how it ended.

use super::ending::Ending;
use super::schedule::Schedule;
use super::spins::Spins;
use super::strategy::{Strategy, Turn};
use super::subject::{How, State, Stop, Subject, Thread, Touch, Turns};

/// A step that could be the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whose step.
    pub thread: u32,
    /// Whether it is its time-out.
    pub how: How,
    /// What it counts: 1 for a preemption, or a time-out that need not be; else 0.
    pub cost: u32,
    /// Whether the program ends without waiting for this thread.
    pub is_daemon: bool,
    /// What it touches.
    pub touches: Vec<Touch>,
}

/// Where a run stands.
#[derive(Debug)]
pub(super) struct Point<'a> {
    /// How many steps were taken.
    pub step: usize,
    /// What could be the next; the first is what comes by itself. There is at least one.
    pub choices: &'a [Choice],
}

/// How a run went.
#[derive(Debug)]
pub(super) struct Walked<E> {
    pub schedule: Schedule,
    pub end: End<E>,
    /// Each of its steps, where that was asked for.
    pub taken: Vec<Taken>,
}

/// A step that was taken, for whoever walks through the run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The threads that could have taken it, the one that did among them.
    pub could: Vec<u32>,
    /// Whether it was its time-out.
    pub how: How,
    /// Where the step before was another thread's: which, and why that did not go on.
    pub switch: Option<(u32, Switch)>,
}

/// Why a thread did not take the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// It could have.
    Preempted,
    /// It has ended.
    Ended,
    /// It waits.
    Blocked,
    /// It sleeps.
    Sleeps,
    /// It reads the same again and again.
    Spins,
}

#[derive(Debug)]
pub(super) enum End<E> {
    /// It ended.
    Ended(Ending<E>),
    /// It was left, before one of these steps where it was the strategy that left it.
    Left(Vec<Choice>),
    /// What was known of an earlier run with the same steps is not so in this one.
    Differs,
}

/// Runs a subject as a strategy will have it, for so many steps at most.
pub(super) fn walk<S: Subject, T: Strategy>(
    subject: &mut S,
    strategy: T,
    most_steps: usize,
) -> (T, Walked<S::End>) {
    walk_and_tell(subject, strategy, most_steps, false)
}

/// The same, and each of its steps is told where that `is_told`.
pub(super) fn walk_and_tell<S: Subject, T: Strategy>(
    subject: &mut S,
    strategy: T,
    most_steps: usize,
    is_told: bool,
) -> (T, Walked<S::End>) {
    let (walk, ended) = subject.run(Walk {
        strategy,
        most_steps,
        schedule: Schedule::default(),
        spins: Spins::default(),
        taken: None,
        told: is_told.then(Vec::new),
        over: Over::Finished,
    });
    let end = match (walk.over, ended) {
        (Over::Differs, _) => End::Differs,
        (Over::Left(choices), _) => End::Left(choices),
        (_, None) => End::Left(Vec::new()),
        (Over::Finished, Some(ended)) => End::Ended(Ending::new(Stop::Finished, ended, &[])),
        (Over::Livelock, Some(ended)) => End::Ended(Ending::new(Stop::Livelock, ended, &[])),
        (Over::Deadlock(threads), Some(ended)) => {
            End::Ended(Ending::new(Stop::Deadlock, ended, &threads))
        }
    };
    let schedule = walk.schedule;
    let taken = walk.told.unwrap_or_default();
    (
        walk.strategy,
        Walked {
            schedule,
            end,
            taken,
        },
    )
}

/// A run under a strategy.
struct Walk<T> {
    strategy: T,
    most_steps: usize,
    schedule: Schedule,
    spins: Spins,
    /// Who has taken the last step, as it was before.
    taken: Option<Thread>,
    told: Option<Vec<Taken>>,
    over: Over,
}

/// Why a run is over, as far as its turns have made it so.
enum Over {
    Finished,
    Deadlock(Vec<Thread>),
    Livelock,
    Left(Vec<Choice>),
    Differs,
}

impl<T: Strategy> Turns for Walk<T> {
    fn next(&mut self, threads: &[Thread], read: Option<u64>) -> Result<(u32, How), Stop> {
        if let Some(taken) = self.taken.take() {
            self.spins.took(&taken, read);
        }
        if threads.iter().all(|thread| thread.is_daemon) {
            return Err(Stop::Finished);
        }
        let last = self.schedule.threads.last().copied();
        let choices = match choices(threads, last, &self.spins) {
            Ok(choices) => choices,
            Err(Stop::Deadlock) => {
                self.over = Over::Deadlock(threads.to_vec());
                return Err(Stop::Deadlock);
            }
            Err(stop) => {
                self.over = Over::Livelock;
                return Err(stop);
            }
        };
        let step = self.schedule.threads.len();
        if step >= self.most_steps {
            self.over = Over::Livelock;
            return Err(Stop::Livelock);
        }
        let point = Point {
            step,
            choices: &choices,
        };
        let index = match self.strategy.choose(&point) {
            Turn::Take(index) => index,
            Turn::Leave => {
                self.over = Over::Left(choices);
                return Err(Stop::Left);
            }
            Turn::Differs => {
                self.over = Over::Differs;
                return Err(Stop::Left);
            }
        };
        let chosen = &choices[index];
        self.taken = threads
            .iter()
            .find(|thread| thread.number == chosen.thread)
            .cloned();
        if index > 0 {
            self.schedule.changes.push(step);
        }
        if let Some(told) = &mut self.told {
            let mut could: Vec<u32> = choices.iter().map(|choice| choice.thread).collect();
            could.sort_unstable();
            could.dedup();
            told.push(Taken {
                could,
                how: chosen.how,
                switch: last
                    .filter(|last| *last != chosen.thread)
                    .map(|last| (last, switch(threads, last, &choices))),
            });
        }
        self.schedule.threads.push(chosen.thread);
        self.schedule.preemptions += chosen.cost;
        Ok((chosen.thread, chosen.how))
    }
}

/// Why this thread, which took the last step, does not take the next.
fn switch(threads: &[Thread], last: u32, choices: &[Choice]) -> Switch {
    let thread = threads.iter().find(|thread| thread.number == last);
    let is_able = |choice: &Choice| choice.thread == last && choice.how == How::Step;
    match thread.map(|thread| thread.state) {
        None => Switch::Ended,
        Some(State::Blocked | State::Timed) => Switch::Blocked,
        Some(State::Yields) => Switch::Sleeps,
        Some(State::Ready | State::Bound) if choices.iter().any(is_able) => Switch::Preempted,
        Some(State::Ready | State::Bound) => Switch::Spins,
    }
}

/// What could be the next step, and first what comes by itself: a step of the same thread as the last, where that can go on and has
/// not yielded; else of the one with the lowest number.
///
/// # Errors
/// Why the run is over, where nothing can be.
fn choices(threads: &[Thread], last: Option<u32>, spins: &Spins) -> Result<Vec<Choice>, Stop> {
    let can_go_on = |thread: &&Thread| {
        let can = matches!(thread.state, State::Ready | State::Bound | State::Yields);
        can && !spins.has(thread)
    };
    let is_last = |thread: &&Thread| Some(thread.number) == last;
    let able: Vec<&Thread> = threads.iter().filter(can_go_on).collect();
    let goes_on = able
        .iter()
        .any(|thread| is_last(thread) && matches!(thread.state, State::Ready | State::Bound));
    let step = |thread: &&Thread| Choice {
        thread: thread.number,
        how: How::Step,
        cost: u32::from(goes_on && !is_last(thread)),
        is_daemon: thread.is_daemon,
        touches: thread.touches.clone(),
    };
    let is_bound = |thread: &&&Thread| is_last(thread) && thread.state == State::Bound;
    if let Some(bound) = able.iter().find(is_bound) {
        return Ok(vec![step(bound)]);
    }
    let (first, others): (Vec<&Thread>, Vec<&Thread>) = able
        .iter()
        .copied()
        .partition(|thread| is_last(thread) == goes_on);
    let steps = first.iter().chain(&others).map(step);
    let time_outs = threads.iter().filter(|thread| thread.state == State::Timed);
    let time_outs = time_outs.map(|thread| Choice {
        how: How::TimeOut,
        cost: u32::from(!able.is_empty()),
        ..step(&thread)
    });
    let choices: Vec<Choice> = steps.chain(time_outs).collect();
    if !choices.is_empty() {
        return Ok(choices);
    }
    let spin = threads
        .iter()
        .any(|thread| matches!(thread.state, State::Ready | State::Bound | State::Yields));
    Err(match spin {
        true => Stop::Livelock,
        false => Stop::Deadlock,
    })
}
