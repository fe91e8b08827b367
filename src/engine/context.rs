//! What a lesson has of the world while it runs.

use super::Registry;
use super::measure::{self, Measured};
use crate::contract::{Artifact, ArtifactInfo, Error, Unmeasured, What, Why};
use crate::platform::cancel::Cancel;
use crate::platform::channel::Sender;
use crate::platform::events::{self, Lane, Sink};
use crate::platform::lock;
use crate::platform::process::{Incoming, Process};
use crate::platform::{self, clock};
use futures_lite::future::or;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// One run: where its events go, whether it should stop, what it leaves behind.
/// Clones are the same run; threads take one along.
#[derive(Debug, Clone)]
pub struct Context(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    registry: &'static Registry,
    sink: Sink,
    cancel: Cancel,
    kept: Mutex<Kept>,
    /// When the coordinator last let others have their turn.
    breath: AtomicU64,
    /// When progress was last told.
    told: AtomicU64,
}

/// How long progress is not told again, in microseconds.
const TOLD_US: f64 = 40_000.0;

/// How long the coordinator may work between two breaths, in microseconds.
const BREATH_US: f64 = 10_000.0;

#[derive(Debug, Default)]
pub(crate) struct Kept {
    pub metrics: Map<String, Value>,
    /// The parts of the run that have a name, and when each began, in milliseconds.
    phases: Vec<(String, f64)>,
    pub artifacts: Vec<Artifact>,
}

impl Context {
    /// A context of its own, for pools and actors outside of a run; nobody takes its events.
    pub fn new(registry: &'static Registry, cancel: Cancel) -> Self {
        Self(Arc::new(Inner {
            registry,
            sink: Sink::default(),
            cancel,
            kept: Mutex::default(),
            breath: AtomicU64::new(0),
            told: AtomicU64::new(0),
        }))
    }

    /// Starts a process that runs `target`, one that knows the same lessons as this run; what it
    /// sends arrives at `inbox` with this `index`.
    ///
    /// # Errors
    /// Those of [`Process::start`].
    pub fn start_process(
        &self,
        index: usize,
        target: &'static str,
        lane: Arc<Lane>,
        inbox: Sender<(usize, Incoming)>,
    ) -> impl Future<Output = Result<Process, Error>> + use<> {
        Process::start(self.0.registry.process_main, index, target, lane, inbox)
    }

    /// Prints a line, from the worker that calls.
    pub fn print(&self, text: impl Into<String>) {
        events::print(text);
    }

    /// Says how far the run is: `done` of `total` units. What comes too soon after the last is
    /// left out, but for the end, so that it may be said as often as it is known.
    pub fn progress(&self, done: f64, total: f64, unit: &'static str) {
        self.tell(done, total, unit, None, Vec::new);
    }

    /// The same, with what else is counted on the way.
    pub fn progress_with_counts(
        &self,
        done: f64,
        total: f64,
        unit: &'static str,
        counts: impl FnOnce() -> Vec<(Cow<'static, str>, f64)>,
    ) {
        self.tell(done, total, unit, None, counts);
    }

    /// The same, with what the answer would be if this were the end.
    pub fn progress_with_estimate(&self, done: f64, total: f64, unit: &'static str, estimate: f64) {
        self.tell(done, total, unit, Some(estimate), Vec::new);
    }

    fn tell(
        &self,
        done: f64,
        total: f64,
        unit: &'static str,
        estimate: Option<f64>,
        counts: impl FnOnce() -> Vec<(Cow<'static, str>, f64)>,
    ) {
        let now = clock::now_us();
        if now - f64::from_bits(self.0.told.load(Ordering::Relaxed)) < TOLD_US && done < total {
            return;
        }
        self.0.told.store(now.to_bits(), Ordering::Relaxed);
        events::emit(What::Progress {
            done,
            total,
            unit: unit.into(),
            estimate,
            counts: counts(),
        });
    }

    /// Whether the run should stop.
    pub fn cancel(&self) -> &Cancel {
        &self.0.cancel
    }

    /// Goes on, unless a stop was asked for.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub fn check(&self) -> Result<(), Error> {
        if self.0.cancel.is_set() {
            Err(Error::Cancelled)
        } else {
            Ok(())
        }
    }

    /// What comes of waiting, unless a stop comes first; what is waited for is dropped then.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub async fn unless_stopped<T>(&self, wait: impl Future<Output = T>) -> Result<T, Error> {
        let mut come = None;
        self.wait_unless_stopped(pin!(async { come = Some(wait.await) }))
            .await;
        come.ok_or(Error::Cancelled)
    }

    /// Waits, whatever for, unless a stop comes first.
    async fn wait_unless_stopped(&self, wait: Pin<&mut dyn Future<Output = ()>>) {
        or(wait, self.0.cancel.wait()).await;
    }

    /// Lets the coordinator hear what has come, where it has worked for a while without waiting;
    /// then goes on, unless a stop was asked for. For loops that only the coordinator runs.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub async fn breathe(&self) -> Result<(), Error> {
        let now = clock::now_us();
        if now - f64::from_bits(self.0.breath.load(Ordering::Relaxed)) > BREATH_US {
            platform::sleep(Duration::ZERO).await;
            let now = clock::now_us();
            self.0.breath.store(now.to_bits(), Ordering::Relaxed);
        }
        self.check()
    }

    /// The same for a loop of short turns, at some of them: to ask the clock each time would cost
    /// as much as a turn.
    ///
    /// # Errors
    /// [`Error::Cancelled`].
    pub async fn breathe_now_and_then(&self, turn: usize) -> Result<(), Error> {
        const OFTEN: usize = 64;
        match turn.is_multiple_of(OFTEN) {
            true => self.breathe().await,
            false => Ok(()),
        }
    }

    /// How many bytes of printed lines nobody has taken yet.
    pub fn printed_and_not_taken(&self) -> u64 {
        self.0.sink.printed()
    }

    /// The lane of worker number `worker`; 0 is the coordinator.
    pub fn lane(&self, worker: u32) -> Arc<Lane> {
        self.0.sink.lane(worker)
    }

    /// When the run began, in microseconds of the common clock: events count from there.
    pub fn began_us(&self) -> f64 {
        self.0.sink.origin_us()
    }

    /// Puts a measured value into the record's metrics.
    pub fn metric(&self, name: &str, value: impl Into<Value>) {
        self.kept().metrics.insert(name.into(), value.into());
    }

    /// A part of the run begins that has a name, as "one worker" or "the pool". It ends where the
    /// next begins, or with the run: one without a name is nothing of its own, as what is done
    /// between two. They stand in the record as `metrics.phases`, and above the timeline.
    pub fn phase(&self, name: &str) {
        let now_ms = (clock::now_us() - self.began_us()) / 1e3;
        self.kept().phases.push((name.into(), now_ms));
    }

    /// A figure of the result, whose place there is `key`: `gil.speedup`. Where there is none the
    /// record says why, and which parameter to raise where it was too short for the clock.
    pub fn figure(
        &self,
        key: impl Into<String>,
        measured: Measured,
        raise: impl Into<Option<&'static str>>,
    ) -> Option<f64> {
        match measured {
            Ok(figure) => Some(figure),
            Err(why) => {
                let is_clock = why == Why::Clock;
                self.unmeasured(
                    key.into(),
                    &Unmeasured {
                        why,
                        tick_ms: is_clock.then(measure::tick_ms),
                        raise: raise.into().filter(|_| is_clock).map(Into::into),
                    },
                );
                None
            }
        }
    }

    fn unmeasured(&self, key: String, told: &Unmeasured) {
        let told = serde_json::to_value(told).unwrap_or_default();
        let mut kept = self.kept();
        let all = kept
            .metrics
            .entry("unmeasured")
            .or_insert_with(|| Map::new().into());
        if let Some(all) = all.as_object_mut() {
            all.insert(key, told);
        }
    }

    /// This run's answer to the lesson's question: the number of one of its answers, from 0. It
    /// stands in the record as `metrics.answer`. A run whose parameters leave the question open
    /// gives none.
    pub fn answer(&self, number: usize) {
        self.metric("answer", number);
    }

    /// Adds a file to the record.
    pub fn artifact(&self, name: &str, media_type: &str, bytes: Vec<u8>) {
        self.kept().artifacts.push(Artifact {
            info: ArtifactInfo {
                name: name.into(),
                media_type: media_type.into(),
                size: bytes.len() as u64,
            },
            bytes,
        });
    }

    pub(crate) fn sink(&self) -> &Sink {
        &self.0.sink
    }

    pub(crate) fn take_kept(&self) -> Kept {
        let mut kept = std::mem::take(&mut *self.kept());
        let now_ms = (clock::now_us() - self.began_us()) / 1e3;
        let ends = kept.phases.iter().skip(1).map(|(_, began)| *began);
        let phases: Vec<Value> = (kept.phases.iter().zip(ends.chain([now_ms])))
            .filter(|((name, _), _)| !name.is_empty())
            .map(|((name, from), to)| json!({"name": name, "from_ms": from, "to_ms": to}))
            .collect();
        if !phases.is_empty() {
            kept.metrics.insert("phases".into(), phases.into());
        }
        kept
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        lock(&self.0.kept)
    }
}
