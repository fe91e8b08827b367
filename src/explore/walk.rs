//! One run under one strategy: who can go on at each step, what that costs, and how it ended.

use super::ending::Ending;
use super::schedule::Schedule;
use super::spins::Spins;
use super::strategy::{Strategy, Turn};
use super::subject::{How, Run, State, Stop, Subject, Thread, Touch};

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
}

#[derive(Debug)]
pub(super) enum End<E> {
    /// It ended.
    Ended(Ending<E>),
    /// The strategy left it, before one of these steps.
    Left(Vec<Choice>),
    /// What was known of an earlier run with the same steps is not so in this one.
    Differs,
}

/// Runs a subject as a strategy will have it, for so many steps at most.
pub(super) fn walk<S: Subject>(
    subject: &mut S,
    strategy: &mut dyn Strategy,
    most_steps: usize,
) -> Walked<S::End> {
    let mut run = subject.begin();
    let mut schedule = Schedule::default();
    let mut spins = Spins::default();
    loop {
        let threads = run.threads();
        let last = schedule.threads.last().copied();
        let stop = match choices(threads, last, &spins) {
            _ if threads.iter().all(|thread| thread.is_daemon) => Stop::Finished,
            Err(stop) => stop,
            Ok(_) if schedule.threads.len() >= most_steps => Stop::Livelock,
            Ok(choices) => {
                let step = schedule.threads.len();
                let point = Point {
                    step,
                    choices: &choices,
                };
                let index = match strategy.choose(&point) {
                    Turn::Take(index) => index,
                    Turn::Leave => {
                        run.end(Stop::Left);
                        let end = End::Left(choices);
                        return Walked { schedule, end };
                    }
                    Turn::Differs => {
                        run.end(Stop::Left);
                        let end = End::Differs;
                        return Walked { schedule, end };
                    }
                };
                let chosen = &choices[index];
                let taken = threads
                    .iter()
                    .find(|thread| thread.number == chosen.thread)
                    .cloned();
                let value = run.step(chosen.thread, chosen.how);
                if let Some(taken) = taken {
                    spins.took(&taken, value);
                }
                if index > 0 {
                    schedule.changes.push(step);
                }
                schedule.threads.push(chosen.thread);
                schedule.preemptions += chosen.cost;
                continue;
            }
        };
        let threads = match stop {
            Stop::Deadlock => threads.to_vec(),
            _ => Vec::new(),
        };
        let ending = Ending::new(stop, run.end(stop), &threads);
        let end = End::Ended(ending);
        return Walked { schedule, end };
    }
}

/// What could be the next step, and first what comes by itself: a step of the same thread as the last, where that can go on and has
/// not yielded; else of the one with the lowest number.
///
/// # Errors
/// Why the run is over, where nothing can be.
fn choices(threads: &[Thread], last: Option<u32>, spins: &Spins) -> Result<Vec<Choice>, Stop> {
    let can_go_on = |thread: &&Thread| {
        matches!(thread.state, State::Ready | State::Yields) && !spins.has(thread)
    };
    let is_last = |thread: &&Thread| Some(thread.number) == last;
    let able: Vec<&Thread> = threads.iter().filter(can_go_on).collect();
    let goes_on = able
        .iter()
        .any(|thread| is_last(thread) && thread.state == State::Ready);
    let step = |thread: &&Thread| Choice {
        thread: thread.number,
        how: How::Step,
        cost: u32::from(goes_on && !is_last(thread)),
        is_daemon: thread.is_daemon,
        touches: thread.touches.clone(),
    };
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
        .any(|thread| matches!(thread.state, State::Ready | State::Yields));
    Err(match spin {
        true => Stop::Livelock,
        false => Stop::Deadlock,
    })
}
