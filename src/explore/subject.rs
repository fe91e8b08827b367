//! What a program has to offer so that its schedules can be searched.

use std::hash::Hash;

/// A program that can be run again and again, each time as if for the first.
pub trait Subject {
    /// What it says of how it ended, beside what the search knows: two runs with the same ended the same.
    type End: Clone + Eq + Hash;
    /// A run of it.
    type Run: Run<End = Self::End>;

    /// Begins a run, whose threads have taken no step yet.
    fn begin(&mut self) -> Self::Run;
}

/// A run, which goes on a step at a time. The same steps by the same threads in the same order give the same run.
pub trait Run {
    /// See [`Subject::End`].
    type End;

    /// The threads that have started and not ended, by their numbers. None at all where the whole program has ended.
    fn threads(&self) -> &[Thread];

    /// A thread takes its next step. What the step has read, as a number that is another for another value; `None` for a step
    /// that does anything but read.
    fn step(&mut self, thread: u32, how: How) -> Option<u64>;

    /// The run is over: what is left of it is unwound.
    fn end(self, stop: Stop) -> Ended<Self::End>;
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
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
    /// Everything else in which endings differ.
    pub end: E,
}
