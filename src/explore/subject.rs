//! What a program has to offer so that its schedules can be searched.

use std::hash::Hash;

/// A program that can be run again and again, each time as if for the first. The same steps by the same threads in the same order
/// give the same run.
pub trait Subject {
    /// What it says of how it ended, beside what the search knows: two runs with the same ended the same.
    type End: Clone + Eq + Hash;

    /// Runs it once from its beginning, and asks before each step whose it is: on whatever thread it is at the time, so that
    /// nothing has to be handed over where the same one goes on. Gives back whom it has asked, and how the run ended: `None` where
    /// that is not known, for it was left.
    fn run<T: Turns>(&mut self, turns: T) -> (T, Option<Ended<Self::End>>);
}

/// Says whose turn it is.
pub trait Turns: Send + 'static {
    /// Who takes the next step, of the threads that have started and not ended: there is at least one. `read` is what the
    /// step before has read, as a number that is another for another value; `None` where it did anything but read. What a step
    /// does that the same thread undoes where it comes around again, as to take a lock, may count as read.
    ///
    /// # Errors
    /// Why the run is over: what is left of it is to be unwound.
    fn next(&mut self, threads: &[Thread], read: Option<u64>) -> Result<(u32, How), Stop>;
}

/// A run that goes on a step at a time, by whoever calls: what a model of a program is.
pub trait Run {
    /// See [`Subject::End`].
    type End;

    /// The threads that have started and not ended, by their numbers. None at all where the whole program has ended.
    fn threads(&self) -> &[Thread];

    /// A thread takes its next step. What the step has read, as a number that is another for another value; `None` for a step
    /// that does anything but read.
    fn step(&mut self, thread: u32, how: How) -> Option<u64>;

    /// The run is over.
    fn end(self, stop: Stop) -> Ended<Self::End>;
}

/// Takes all steps of a run: what [`Subject::run`] does for a model.
pub fn drive<R: Run, T: Turns>(mut run: R, mut turns: T) -> (T, Option<Ended<R::End>>) {
    let mut read = None;
    let stop = loop {
        match run.threads() {
            [] => break Stop::Finished,
            threads => match turns.next(threads, read) {
                Ok((thread, how)) => read = run.step(thread, how),
                Err(stop) => break stop,
            },
        }
    };
    let ended = run.end(stop);
    (turns, (stop != Stop::Left).then_some(ended))
}

/// A thread before its next step.
#[derive(Debug, Clone)]
pub struct Thread {
    /// Its number, in the order of their starts; the main thread is 0.
    pub number: u32,
    /// Whether the program ends without waiting for it.
    pub is_daemon: bool,
    /// Whether it can take its next step.
    pub state: State,
    /// What its next step touches. Where it is blocked, it waits for the first of them; a step that may have to wait writes
    /// what it waits for, and its time-out does.
    pub touches: Vec<Touch>,
    /// Its next step, and all that is its own and that the steps after it depend on, as a number: two equal ones mean
    /// that it stands where it stood.
    pub place: u64,
}

/// Whether a thread can take its next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can.
    Ready,
    /// It can, and where it took the last step nobody may come between.
    Bound,
    /// It can, and has slept: it does not mind who goes on.
    Yields,
    /// Not before another thread has done something.
    Blocked,
    /// The same, or its time-out.
    Timed,
}

/// How a step is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// As the program has it.
    Step,
    /// It waits no longer: its time-out.
    TimeOut,
}

/// Something that more than one thread can reach, by a number that is the same in all runs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Object(pub u64);

impl Object {
    /// Touched by a step whose place among all others matters: one that ends the program.
    pub const EVERYTHING: Self = Self(u64::MAX);
}

/// What a step does to an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Touch {
    /// The object.
    pub object: Object,
    /// Whether it may change it.
    pub writes: bool,
}

/// Why a run is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// All threads have ended but daemons.
    Finished,
    /// No thread can go on.
    Deadlock,
    /// It would go on for ever, or for too many steps.
    Livelock,
    /// Nobody wants to know how it goes on.
    Left,
}

/// What a run says of its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ended<E> {
    /// Whether an exception was caught by nobody, in whatever thread, or it ended with a status other than 0.
    pub raised: bool,
    /// Whether it would have gone on for ever without taking a step.
    pub is_endless: bool,
    /// Everything else in which endings differ.
    pub end: E,
}
