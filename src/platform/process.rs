//! Processes: workers with a memory of their own, to which values go as bytes.
//!
//! What a process runs is named and not handed over, as Python pickles a function by its name: a
//! target stands in a table that whoever serves a process hands over, and both sides are the same
//! program. Parent and child speak in frames, over pipes natively, by structured clone in a
//! browser.

use super::channel::{self, Receiver, Sender};
use super::patience::{START, within};
use super::{clock, events, events::Lane, events::Sink, farm, sys};
use crate::contract::{Error, Packed, Stamped, TaskError, What};
use postcard::Serializer;
use postcard::ser_flavors::{AllocVec, Flavor};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

/// What goes over the wire.
#[derive(Debug, Serialize, Deserialize)]
enum Frame {
    /// Child to parent, first: I am here.
    Ready,
    /// Parent to child, then: run this target.
    Start { target: String },
    /// Child to parent, the answer: my clock says this, and here is how much memory I have.
    Hello { now_us: f64 },
    /// Parent to child, at any time: end.
    End,
    /// Either way: bytes for the other side's `recv`.
    Data(Vec<u8>),
    /// Child to parent: what I did.
    Events(Vec<Stamped>),
    /// Child to parent, last: how the target ended.
    Exit(Result<(), TaskError>),
}

/// What the platform hears of a child.
pub(crate) enum Heard {
    /// A whole frame.
    Frame(Vec<u8>),
    /// It is no more; why.
    Died(String),
}

/// What a parent receives from a child.
#[derive(Debug)]
pub enum Incoming {
    /// Bytes that the child sent.
    Data(Vec<u8>),
    /// The child's target ended, or the child died (a `TaskError` of kind `ProcessDied`).
    Exit(Result<(), TaskError>),
}

/// A child process. Dropping it ends the child.
#[derive(Debug)]
pub struct Process(sys::process::Child);

impl Process {
    /// Starts a child that runs `target`; returns when it is up. In a browser it begins with the
    /// export `main` of the WebAssembly module, which calls [`serve`]; natively `main` of this
    /// program does, where its argument is `process`.
    ///
    /// What it does is written to `lane`; what it sends arrives at `inbox` with this `index`.
    ///
    /// # Errors
    /// [`Error::Failed`] where the child does not start, with the system's reason, or does not
    /// answer for [`START`].
    pub async fn start(
        main: &'static str,
        index: usize,
        target: &'static str,
        lane: Arc<Lane>,
        inbox: Sender<(usize, Incoming)>,
    ) -> Result<Self, Error> {
        let (handshake, steps) = channel::unbounded::<Result<f64, String>>();
        let correction = Arc::new(AtomicU64::new(0));
        let correct_by = correction.clone();
        let over = AtomicBool::new(false);
        let end = encode(&Frame::End);
        let child = sys::process::Child::start(main, &end, move |heard| {
            let exit = |result| {
                // A browser tells of a panic, and then of what the panic brought down.
                if !over.swap(true, Ordering::Relaxed) {
                    drop(inbox.send((index, Incoming::Exit(result))));
                }
            };
            match heard {
                Heard::Died(reason) => {
                    drop(handshake.send(Err(reason.clone())));
                    exit(Err(TaskError::new("ProcessDied", reason)));
                }
                Heard::Frame(bytes) => match decode::<Frame>(&bytes) {
                    Ok(Frame::Ready) => drop(handshake.send(Ok(0.0))),
                    Ok(Frame::Hello { now_us }) => drop(handshake.send(Ok(now_us))),
                    Ok(Frame::Data(data)) => {
                        drop(inbox.send((index, Incoming::Data(data))));
                    }
                    Ok(Frame::Events(events)) => {
                        let by = f64::from_bits(correct_by.load(Ordering::Relaxed));
                        for event in events {
                            lane.emit_at(event.now_us + by, event.what.into());
                        }
                    }
                    Ok(Frame::Exit(result)) => exit(result),
                    Ok(Frame::Start { .. } | Frame::End) => {}
                    Err(error) => exit(Err(error)),
                },
            }
        })?;
        let failed = |reason: &str| {
            let number = index + 1;
            Error::failed(format!("process {number} did not start: {reason}"))
        };
        let step = async || match within(START, steps.recv()).await {
            Some(Ok(Ok(now_us))) => Ok(now_us),
            Some(Ok(Err(reason))) => Err(failed(&reason)),
            Some(Err(_)) => Err(failed("nothing is heard of it")),
            None => Err(failed(&format!("no answer for {} s", START.as_secs()))),
        };
        step().await?;
        let sent = clock::now_us();
        child.post(encode(&Frame::Start {
            target: target.into(),
        }));
        let theirs = step().await?;
        let by = clock::correction(sent, theirs, clock::now_us());
        correction.store(by.to_bits(), Ordering::Relaxed);
        Ok(Self(child))
    }

    /// Its number in the system, where there is one that gives numbers.
    pub fn number(&self) -> Option<u32> {
        self.0.number()
    }

    /// Ends the child, which is told as its death.
    pub fn kill(&self) {
        self.0.kill();
    }

    /// Ends the child as gently as it goes: in a browser, where a worker that is busy goes on for seconds after it was
    /// ended, it is asked to before. What it does last is told all the same, even where this is dropped meanwhile.
    pub fn end(&self) {
        self.0.end();
    }

    /// Sends bytes to the child's `recv`. To a child that is gone they are lost.
    pub fn send(&self, data: Vec<u8>) {
        self.0.post(encode(&Frame::Data(data)));
    }
}

/// The child's end: what a target gets.
#[derive(Clone, Debug)]
pub struct Connection {
    inbox: Receiver<Vec<u8>>,
    lane: Arc<Lane>,
}

impl Connection {
    /// Sends bytes to the parent, and before them what happened here.
    pub fn send(&self, data: Vec<u8>) {
        self.flush();
        sys::process::post_to_parent(encode(&Frame::Data(data)));
    }

    /// The next bytes from the parent; `None` once it has gone.
    pub async fn recv(&self) -> Option<Vec<u8>> {
        self.inbox.recv().await.ok()
    }

    /// Writes an event of this process, whatever lane this thread writes to now.
    pub fn emit(&self, what: What) {
        self.lane.emit(what);
    }

    /// Sends what happened here to the parent.
    pub fn flush(&self) {
        let events: Vec<Stamped> = self
            .lane
            .take()
            .into_iter()
            .map(|(now_us, what)| Stamped {
                now_us,
                what: Packed::from(what),
            })
            .collect();
        if !events.is_empty() {
            sys::process::post_to_parent(encode(&Frame::Events(events)));
        }
    }
}

/// Serves a parent as its process. `run` is what runs a target, by its name, to its end.
///
/// # Errors
/// [`Error::Failed`] where the parent cannot be listened to.
pub fn serve<T>(run: impl FnOnce(String, Connection) -> T + 'static) -> Result<(), Error>
where
    T: Future<Output = Result<(), TaskError>> + 'static,
{
    sys::process::serve(|frames| child_main(frames, run))
}

/// The child's life, whole: say ready, be told the target, run it, say how it ended.
/// `frames` are those that the parent sends; its end is the parent's end.
async fn child_main<T>(frames: Receiver<Vec<u8>>, run: impl FnOnce(String, Connection) -> T)
where
    T: Future<Output = Result<(), TaskError>>,
{
    let post = |frame: &Frame| sys::process::post_to_parent(encode(frame));
    post(&Frame::Ready);
    let Ok(first) = frames.recv().await else {
        return;
    };
    let Ok(Frame::Start { target }) = decode::<Frame>(&first) else {
        post(&Frame::Exit(Err(TaskError::new(
            "ProtocolError",
            "the first frame was no start",
        ))));
        return;
    };
    post(&Frame::Hello {
        now_us: clock::now_us(),
    });

    let lane = Sink::default().lane(0);
    let _entered = events::enter(lane.clone());
    let (data, inbox) = channel::unbounded();
    let connection = Connection { inbox, lane };
    let result = {
        let run = run(target, connection.clone());
        // Frames are sorted beside the target, not by it: it may be awaiting something else.
        let sort = async {
            while let Ok(frame) = frames.recv().await {
                match decode(&frame) {
                    Ok(Frame::Data(bytes)) => match data.send(bytes) {
                        Ok(()) => {}
                        Err(_) => break,
                    },
                    Ok(Frame::End) => {
                        return Err(TaskError::new("ProcessDied", "its parent has ended it"));
                    }
                    _ => {}
                }
            }
            data.close();
            std::future::pending().await
        };
        futures_lite::future::or(run, sort).await
    };
    connection.flush();
    farm::end().await;
    post(&Frame::Exit(result));
}

/// Ends the process that calls this, at once, as a crash would: nothing that it still has to say is said.
pub fn end_this_process(code: i32) -> ! {
    sys::process::end_this(code)
}

/// A value as the bytes that go to a process.
pub fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut serializer = Serializer {
        output: AllocVec::default(),
    };
    // Postcard refuses only sequences of unknown length and formats that we do not use.
    let _ = value.serialize(&mut serializer);
    serializer.output.finalize().unwrap_or_default()
}

/// The value that these bytes stand for.
///
/// # Errors
/// A `ProtocolError` where they stand for none.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, TaskError> {
    postcard::from_bytes(bytes).map_err(unreadable)
}

fn unreadable(error: postcard::Error) -> TaskError {
    TaskError::new(
        "ProtocolError",
        format!("bytes from another process could not be read: {error}"),
    )
}
