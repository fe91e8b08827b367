//! A small machine with threads: a program is a list of operations for each, and its whole state can be copied.

use manyhands::explore::{
    Ended, How, Object, Run, State, Stop, Subject, Thread, Touch, Turns, drive,
};
use std::collections::{BTreeMap, VecDeque};

/// What a thread does. Variables and tools are numbered, each kind from 0; a thread has one register of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Reads a variable into the register.
    Read(u8),
    /// Writes the register, with something added, to a variable.
    Write(u8, i64),
    /// Takes a lock.
    Lock(u8),
    /// The same; where it waits no longer it goes on without, and the register is -1.
    LockTimed(u8),
    /// Gives a lock back; an error where the thread has it not.
    Unlock(u8),
    /// Takes a permit.
    Acquire(u8),
    /// Gives one.
    Release(u8),
    /// Waits at a condition, whose lock has the same number: two steps.
    Wait(u8),
    /// The same, with a time-out.
    WaitTimed(u8),
    /// Wakes the one that has waited longest.
    Notify(u8),
    /// Wakes all.
    NotifyAll(u8),
    /// Sleeps.
    Sleep,
    /// Writes the register to the output.
    Print,
    /// Ends this thread with an error, where the register has this value.
    RaiseIf(i64),
    /// Goes to the operation with this number, where the variable has this value: one step, which reads.
    JumpIf(u8, i64, u8),
    /// Waits for the end of a thread.
    Join(u8),
    /// Ends the program.
    Exit,
}

/// A program: for each thread what it does, and whether it is a daemon.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Program {
    pub threads: Vec<(Vec<Op>, bool)>,
    /// The permits of each semaphore.
    pub permits: Vec<u32>,
}

impl Program {
    pub fn of(threads: &[&[Op]]) -> Self {
        Self {
            threads: threads.iter().map(|ops| (ops.to_vec(), false)).collect(),
            permits: vec![1, 0],
        }
    }

    pub fn with_daemon(mut self, ops: &[Op]) -> Self {
        self.threads.push((ops.to_vec(), true));
        self
    }
}

/// What is left of a run, in which endings can differ.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Left {
    pub variables: BTreeMap<u8, i64>,
    pub printed: Vec<i64>,
    pub raised: Vec<usize>,
}

/// How a thread waits at a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Waits {
    No,
    ToBeWoken,
    ForTheLock,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct OneThread {
    at: usize,
    register: i64,
    waits: Waits,
    has_slept: bool,
    has_ended: bool,
}

/// The state of a run.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Machine {
    program: Program,
    threads: Vec<OneThread>,
    locks: BTreeMap<u8, usize>,
    permits: Vec<u32>,
    conditions: BTreeMap<u8, VecDeque<usize>>,
    left: Left,
    is_over: bool,
}

/// What a thread could do next, in the machine's own words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Can {
    Step,
    StepAfterSleep,
    TimeOut,
    Nothing,
}

fn variable(number: u8) -> Object {
    Object(u64::from(number))
}

fn lock(number: u8) -> Object {
    Object(100 + u64::from(number))
}

fn semaphore(number: u8) -> Object {
    Object(200 + u64::from(number))
}

fn condition(number: u8) -> Object {
    Object(300 + u64::from(number))
}

const OUTPUT: Object = Object(400);

fn end_of(number: u8) -> Object {
    Object(500 + u64::from(number))
}

impl Machine {
    pub fn new(program: &Program) -> Self {
        let threads = program.threads.iter().map(|(ops, _)| OneThread {
            at: 0,
            register: 0,
            waits: Waits::No,
            has_slept: false,
            has_ended: ops.is_empty(),
        });
        Self {
            threads: threads.collect(),
            locks: BTreeMap::new(),
            permits: program.permits.clone(),
            conditions: BTreeMap::new(),
            left: Left::default(),
            is_over: false,
            program: program.clone(),
        }
    }

    fn op(&self, thread: usize) -> Op {
        self.program.threads[thread].0[self.threads[thread].at]
    }

    pub fn left(&self) -> &Left {
        &self.left
    }

    /// The threads that have not ended.
    pub fn alive(&self) -> Vec<usize> {
        if self.is_over {
            return Vec::new();
        }
        (0..self.threads.len())
            .filter(|thread| !self.threads[*thread].has_ended)
            .collect()
    }

    pub fn is_daemon(&self, thread: usize) -> bool {
        self.program.threads[thread].1
    }

    pub fn can(&self, thread: usize) -> Can {
        let its = &self.threads[thread];
        let op = self.op(thread);
        let is_free = |lock: &u8| !self.locks.contains_key(lock);
        let (is_able, is_timed) = match (its.waits, &op) {
            (Waits::ToBeWoken, _) => (false, matches!(op, Op::WaitTimed(_))),
            (Waits::ForTheLock, Op::Wait(lock) | Op::WaitTimed(lock)) => (is_free(lock), false),
            (_, Op::Lock(lock)) => (is_free(lock), false),
            (_, Op::LockTimed(lock)) => (is_free(lock), true),
            (_, Op::Acquire(semaphore)) => (self.permits[usize::from(*semaphore)] > 0, false),
            (_, Op::Join(other)) => (self.threads[usize::from(*other)].has_ended, false),
            _ => (true, false),
        };
        match (is_able, is_timed) {
            (true, _) if its.has_slept => Can::StepAfterSleep,
            (true, _) => Can::Step,
            (false, true) => Can::TimeOut,
            (false, false) => Can::Nothing,
        }
    }

    /// What the next step touches, and whether it may change it; what it waits for comes first.
    fn touches(&self, thread: usize) -> Vec<(Object, bool)> {
        match self.op(thread) {
            Op::Read(number) | Op::JumpIf(number, ..) => vec![(variable(number), false)],
            Op::Write(number, _) => vec![(variable(number), true)],
            Op::Lock(number) | Op::LockTimed(number) | Op::Unlock(number) => {
                vec![(lock(number), true)]
            }
            Op::Acquire(number) | Op::Release(number) => vec![(semaphore(number), true)],
            Op::Wait(number) | Op::WaitTimed(number) => match self.threads[thread].waits {
                Waits::ForTheLock => vec![(lock(number), true), (condition(number), true)],
                _ => vec![(condition(number), true), (lock(number), true)],
            },
            Op::Notify(number) | Op::NotifyAll(number) => {
                vec![(condition(number), true), (lock(number), false)]
            }
            Op::Sleep | Op::RaiseIf(_) => Vec::new(),
            Op::Print => vec![(OUTPUT, true)],
            Op::Join(number) => vec![(end_of(number), false)],
            Op::Exit => vec![(Object::EVERYTHING, true)],
        }
    }

    /// Takes a step. What it has read, where it did nothing else.
    pub fn step(&mut self, thread: usize, times_out: bool) -> Option<i64> {
        let op = self.op(thread);
        let its = &mut self.threads[thread];
        its.has_slept = false;
        let mut next = its.at + 1;
        let mut read = None;
        let mut raises = false;
        match op {
            Op::Read(number) => {
                its.register = self.left.variables.get(&number).copied().unwrap_or(0);
                read = Some(its.register);
            }
            Op::JumpIf(number, value, to) => {
                let is = self.left.variables.get(&number).copied().unwrap_or(0);
                read = Some(is);
                if is == value {
                    next = usize::from(to);
                }
            }
            Op::Write(number, more) => {
                self.left.variables.insert(number, its.register + more);
            }
            Op::LockTimed(_) if times_out => its.register = -1,
            Op::Lock(number) | Op::LockTimed(number) => {
                self.locks.insert(number, thread);
            }
            Op::Unlock(number) => {
                raises = self.locks.get(&number) != Some(&thread);
                if !raises {
                    self.locks.remove(&number);
                }
            }
            Op::Acquire(number) => self.permits[usize::from(number)] -= 1,
            Op::Release(number) => self.permits[usize::from(number)] += 1,
            Op::Wait(number) | Op::WaitTimed(number) => match its.waits {
                Waits::No if self.locks.get(&number) != Some(&thread) => raises = true,
                Waits::No => {
                    self.locks.remove(&number);
                    self.conditions.entry(number).or_default().push_back(thread);
                    its.waits = Waits::ToBeWoken;
                    next = its.at;
                }
                Waits::ToBeWoken => {
                    its.register = -1;
                    its.waits = Waits::ForTheLock;
                    next = its.at;
                    let waiting = self.conditions.entry(number).or_default();
                    waiting.retain(|one| *one != thread);
                }
                Waits::ForTheLock => {
                    its.waits = Waits::No;
                    self.locks.insert(number, thread);
                }
            },
            Op::Notify(number) | Op::NotifyAll(number) => {
                raises = self.locks.get(&number) != Some(&thread);
                let waiting = self.conditions.entry(number).or_default();
                let woken = match op {
                    _ if raises => 0,
                    Op::Notify(_) => waiting.len().min(1),
                    _ => waiting.len(),
                };
                for one in waiting.drain(..woken) {
                    self.threads[one].waits = Waits::ForTheLock;
                }
            }
            Op::Sleep => its.has_slept = true,
            Op::Print => self.left.printed.push(its.register),
            Op::RaiseIf(value) => raises = its.register == value,
            Op::Join(_) => {}
            Op::Exit => self.is_over = true,
        }
        let its = &mut self.threads[thread];
        its.at = next;
        its.has_ended = raises || next == self.program.threads[thread].0.len();
        if raises {
            self.left.raised.push(thread);
        }
        read
    }
}

/// A program as the search sees it.
#[derive(Debug, Clone)]
pub struct Searched(pub Program);

/// A run of it.
#[derive(Debug)]
pub struct OneRun {
    machine: Machine,
    threads: Vec<Thread>,
}

impl OneRun {
    fn see(&mut self) {
        let machine = &self.machine;
        let thread = |number: &usize| Thread {
            number: *number as u32,
            is_daemon: machine.is_daemon(*number),
            state: match machine.can(*number) {
                Can::Step => State::Ready,
                Can::StepAfterSleep => State::Yields,
                Can::TimeOut => State::Timed,
                Can::Nothing => State::Blocked,
            },
            touches: machine
                .touches(*number)
                .into_iter()
                .map(|(object, writes)| Touch { object, writes })
                .collect(),
            place: machine.threads[*number].at as u64,
        };
        self.threads = machine.alive().iter().map(thread).collect();
    }
}

impl Subject for Searched {
    type End = Left;

    fn run<T: Turns>(&mut self, turns: T) -> (T, Option<Ended<Left>>) {
        let mut run = OneRun {
            machine: Machine::new(&self.0),
            threads: Vec::new(),
        };
        run.see();
        drive(run, turns)
    }
}

impl Run for OneRun {
    type End = Left;

    fn threads(&self) -> &[Thread] {
        &self.threads
    }

    fn step(&mut self, thread: u32, how: How) -> Option<u64> {
        let read = self.machine.step(thread as usize, how == How::TimeOut);
        self.see();
        read.map(|value| value as u64)
    }

    fn end(self, _: Stop) -> Ended<Left> {
        Ended {
            raised: !self.machine.left.raised.is_empty(),
            is_endless: false,
            end: self.machine.left,
        }
    }
}
