//! What a coordinator does for its program's threads and processes while the program runs.

use super::board::Tag;
use super::{Begun, Child};
use crate::contract::{Packed, Stamped};
use crate::engine::Context;
use crate::platform::channel::{self, Receiver};
use crate::platform::process::{Incoming, Process, decode, encode};
use crate::platform::{farm, sleep};
use crate::python::life::Life;
use crate::python::waits::Watched;
use futures_lite::future::or;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

/// What a program's thread asks its coordinator for.
#[derive(Debug)]
pub(in crate::python) enum Wanted {
    /// A farm of so many threads.
    Threads(usize),
    /// A process.
    Process(Begun),
    /// The end of a process, by its tag, with this exit code.
    End(u32, i32),
}

/// What a process begins with: settings of the program's, and what is its own.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::python) struct Beginning {
    pub gil: bool,
    pub interval_us: u64,
    pub workers: u32,
    pub folder: String,
    /// Its files, where they are in memory.
    pub disk: Vec<u8>,
    pub begun: Begun,
}

/// What a process tells its parent.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Told {
    /// What happened in it and in its children, each by its lane.
    Events(Vec<(u32, Stamped)>),
    /// Its exit code, last.
    Exit(i32),
    /// The same of one that has ended itself, and lives yet.
    Died(i32),
}

/// How often the main process takes what the others have printed.
const TAKES: Duration = Duration::from_millis(10);

/// Does for a program what only the coordinator can.
pub(in crate::python) struct Attendant<'a> {
    context: &'a Context,
    life: &'a Arc<Life>,
    wanted: async_channel::Receiver<Wanted>,
    inbox: Receiver<(usize, Incoming)>,
    sender: channel::Sender<(usize, Incoming)>,
    running: HashMap<u32, Running>,
}

/// A child that runs.
struct Running {
    process: Process,
    number: u32,
    /// With what it has said that it ends, or was told to.
    exit: Option<i32>,
}

enum Next {
    Wanted(Wanted),
    Heard(u32, Incoming),
    Take,
    Over,
}

impl<'a> Attendant<'a> {
    pub fn new(
        context: &'a Context,
        life: &'a Arc<Life>,
        wanted: async_channel::Receiver<Wanted>,
    ) -> Self {
        let (sender, inbox) = channel::unbounded();
        Self {
            context,
            life,
            wanted,
            inbox,
            sender,
            running: HashMap::new(),
        }
    }

    /// Attends to the program until this is dropped, and its children are ended with that.
    pub async fn attend(mut self) {
        loop {
            match self.next().await {
                Next::Wanted(Wanted::Threads(size)) => {
                    if farm::ensure(size).await.is_err() {
                        self.life.no_more_threads();
                    }
                    self.life.threads_came();
                }
                Next::Wanted(Wanted::Process(begun)) => self.start(begun).await,
                Next::Wanted(Wanted::End(tag, code)) => self.end(tag, code),
                Next::Heard(tag, Incoming::Data(data)) => self.hear(tag, &data),
                Next::Heard(tag, Incoming::Exit(result)) => {
                    let died = result.err().map(|error| code_of(&error.message));
                    self.bury(tag, died);
                }
                Next::Take => self.life.output.take(),
                Next::Over => std::future::pending().await,
            }
        }
    }

    async fn next(&self) -> Next {
        let wanted = async {
            match self.wanted.recv().await {
                Ok(wanted) => Next::Wanted(wanted),
                Err(_) => Next::Over,
            }
        };
        let heard = async {
            match self.inbox.recv().await {
                Ok((tag, incoming)) => Next::Heard(tag as u32, incoming),
                Err(_) => Next::Over,
            }
        };
        let take = async {
            if self.running.is_empty() || self.life.processes.begun.is_some() {
                std::future::pending::<()>().await;
            }
            sleep(TAKES).await;
            Next::Take
        };
        or(or(wanted, heard), take).await
    }

    async fn start(&mut self, begun: Begun) {
        let tag = begun.tag;
        let Some(child) = self.life.processes.child(tag) else {
            return;
        };
        let lane = self.context.lane(0);
        let started = self
            .context
            .start_process(tag as usize, super::TARGET, lane, self.sender.clone())
            .await;
        match started {
            Ok(process) => {
                let number = process.number().unwrap_or(Tag(tag).number());
                process.send(encode(&self.life.beginning(begun)));
                self.running.insert(
                    tag,
                    Running {
                        process,
                        number,
                        exit: None,
                    },
                );
                if let Some(board) = self.life.processes.board() {
                    board.count_process();
                }
                child.change(|child| *child = Child::Running(number));
            }
            Err(error) => {
                if let Some(board) = self.life.processes.board() {
                    board.end_process(Tag(tag));
                }
                child.change(|child| *child = Child::Failed(error.to_string()));
            }
        }
    }

    fn end(&mut self, tag: u32, code: i32) {
        if let Some(running) = self.running.get_mut(&tag) {
            running.exit.get_or_insert(code);
            running.process.end();
        }
    }

    fn hear(&mut self, tag: u32, data: &[u8]) {
        match decode::<Told>(data) {
            Ok(Told::Events(events)) => {
                for (lane, event) in events {
                    let what = event.what.into();
                    self.context.lane(lane).emit_at(event.now_us, what);
                }
            }
            Ok(Told::Exit(code)) => {
                if let Some(running) = self.running.get_mut(&tag) {
                    running.exit.get_or_insert(code);
                }
            }
            Ok(Told::Died(code)) => self.end(tag, code),
            Err(_) => {}
        }
    }

    /// A child is no more: with what it died, where it did not end by itself.
    fn bury(&mut self, tag: u32, died: Option<i32>) {
        let Some(running) = self.running.remove(&tag) else {
            return;
        };
        let code = running.exit.or(died).unwrap_or(1);
        // First who asks for it, then who waits for it.
        if let Some(child) = self.life.processes.child(tag) {
            child.change(|child| *child = Child::Ended(running.number, code));
        }
        if let Some(board) = self.life.processes.board() {
            board.end_process(Tag(tag));
        }
    }
}

impl Drop for Attendant<'_> {
    fn drop(&mut self) {
        for running in self.running.values() {
            running.process.end();
        }
    }
}

/// The exit code of a process that has died: natively the system says it in words, `signal: 9 (SIGKILL)` or
/// `exit status: 3`.
fn code_of(reason: &str) -> i32 {
    let number = |after: &str| {
        let rest = reason.split(after).nth(1)?;
        let digits = rest.trim_start().split(|c: char| !c.is_ascii_digit());
        digits.into_iter().next()?.parse::<i32>().ok()
    };
    match number("signal:") {
        Some(signal) => -signal,
        None => number("exit status:").unwrap_or(1),
    }
}

/// What happened in this process since it was last asked, as a parent is told.
pub(super) fn events_of(context: &Context) -> Vec<(u32, Stamped)> {
    let began_us = context.began_us();
    let events = context.sink().take_all();
    events
        .into_iter()
        .map(|event| {
            let stamped = Stamped {
                now_us: event.t_us + began_us,
                what: Packed::from(event.what),
            };
            (event.worker, stamped)
        })
        .collect()
}

/// Makes this process know a child that is to be started.
pub(super) fn expect(life: &Life, tag: Tag) -> Arc<Watched<Child>> {
    let child: Arc<Watched<Child>> = Arc::default();
    crate::platform::lock(&life.processes.children).insert(tag.0, child.clone());
    child
}
