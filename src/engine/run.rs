//! One run, from a request to a record.

use super::lines::Lines;
use super::{Context, Registry};
use crate::contract::{Artifact, Door, Environment, Error, Event, OutputLine, Record, What};
use crate::platform::{self, cancel::Cancel, clock, events, farm, panics, parallel};
use futures_lite::future::or;
use serde_json::{Map, Value};
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What somebody wants to run.
#[derive(Debug, Clone)]
pub struct Request {
    /// The lesson's id.
    pub lesson: String,
    /// The name of one of its presets.
    pub preset: Option<String>,
    /// A JSON object of parameters, which go before the preset's.
    pub params: Value,
    /// How it was asked for.
    pub door: Door,
    /// The token that stops it.
    pub cancel: Cancel,
}

impl Request {
    /// This lesson with these parameters, as a call in Rust.
    pub fn new(lesson: &str, params: Value) -> Self {
        Self {
            lesson: lesson.into(),
            preset: None,
            params,
            door: Door::Api,
            cancel: Cancel::default(),
        }
    }
}

/// What a run leaves behind.
#[derive(Debug, Clone)]
pub struct Run {
    /// The record.
    pub record: Record,
    /// The files that it describes.
    pub artifacts: Vec<Artifact>,
}

/// How often events are taken from the workers and handed on.
const PERIOD: Duration = Duration::from_millis(50);

/// How long a run that has ended may keep threads busy.
const GRACE_US: f64 = 1e6;

/// Runs a lesson of `registry`. `on_events` gets what happens while it goes, batch by batch.
///
/// One run at a time: a second one waits until the first has ended.
///
/// # Errors
/// All kinds of [`Error`]; see there. After a panic in a browser, or where a worker does not
/// end, [`engine_is_lost`] says that this engine must be replaced.
pub async fn run(
    registry: &'static Registry,
    request: Request,
    mut on_events: impl FnMut(Vec<Event>),
) -> Result<Run, Error> {
    static ONE_AT_A_TIME: async_lock::Mutex<()> = async_lock::Mutex::new(());
    let lesson = registry.find(&request.lesson)?;
    let ready = lesson.prepare(request.preset.as_deref(), &request.params)?;
    let _turn = ONE_AT_A_TIME.lock().await;
    if request.cancel.is_set() {
        return Err(Error::Cancelled);
    }
    if ready.needs.shared_memory && !platform::has_threads() {
        return Err(Error::unsupported(format!(
            "{} is about memory that threads share, and this page has none: {}",
            request.lesson,
            platform::why_no_threads()
        )));
    }
    if platform::has_threads() {
        let start = async {
            farm::ensure(ready.needs.threads).await?;
            match ready.needs.parallel {
                true => parallel::ensure().await,
                false => Ok(()),
            }
        };
        // Death first: where a thread died since the last run, this one does not begin.
        or(death(), start).await?;
    }

    let context = Context::new(registry, request.cancel.clone());
    let mut output = Lines::default();
    let mut pass_on = |events: Vec<Event>| {
        if events.is_empty() {
            return;
        }
        for line in events.iter().filter_map(line) {
            output.push(line);
        }
        on_events(events);
    };
    let begin = clock::now_us();
    let ended = {
        let _entered = events::enter(context.lane(0));
        let lesson = shown(&context, (ready.run)(context.clone()));
        let pump = async {
            loop {
                platform::sleep(PERIOD).await;
                pass_on(context.sink().take());
            }
        };
        or(or(lesson, death()), pump).await
    };
    let wall_ms = (clock::now_us() - begin) / 1e3;

    if !engine_is_lost_to_panic() {
        wait_for_threads().await;
    }
    pass_on(context.sink().take_all());
    if farm::busy() == 0 && !panics::are_final() {
        panics::forget();
    }
    let result = match ended {
        // What a stop brings down on its way is the stop's doing.
        Err(_) if request.cancel.is_set() && panics::first().is_none() => {
            return Err(Error::Cancelled);
        }
        other => other?,
    };

    let kept = context.take_kept();
    let mut metrics = Map::new();
    metrics.insert("wall_ms".into(), wall_ms.into());
    metrics.insert("workers".into(), ready.needs.workers.into());
    metrics.extend(kept.metrics);
    let (output, lines_left_out) = output.kept();
    if lines_left_out > 0 {
        metrics.insert("lines_left_out".into(), lines_left_out.into());
    }
    let left_out = context.sink().left_out();
    if left_out > 0 {
        metrics.insert("events_left_out".into(), left_out.into());
    }
    Ok(Run {
        record: Record {
            lesson: request.lesson,
            params: ready.params,
            output,
            result,
            metrics,
            environment: Environment {
                door: request.door,
                threads: platform::threads().into(),
                logical_processors: platform::logical_processors(),
                clock_uncertainty_us: clock::uncertainty_us(),
            },
            artifacts: kept
                .artifacts
                .iter()
                .map(|file| file.info.clone())
                .collect(),
        },
        artifacts: kept.artifacts,
    })
}

/// Whether this engine cannot go on: a worker died in it, one does not end, or its memory is used up.
pub fn engine_is_lost() -> bool {
    engine_is_lost_to_panic() || farm::busy() > 0 || is_worn()
}

/// How many bytes of memory this engine may have before it is replaced.
static MOST_BYTES: AtomicU64 = AtomicU64::new(u64::MAX);

/// Has this engine replaced once its memory is larger than `bytes`, in a browser, where memory never becomes smaller:
/// for runs that leave some behind, so that the next does not lack it.
pub fn replace_beyond(bytes: u64) {
    MOST_BYTES.store(bytes, Ordering::Relaxed);
}

fn is_worn() -> bool {
    cfg!(target_family = "wasm")
        && platform::memory_bytes().is_some_and(|bytes| bytes > MOST_BYTES.load(Ordering::Relaxed))
}

fn engine_is_lost_to_panic() -> bool {
    panics::are_final() && panics::first().is_some()
}

/// The end of a run of which a worker has died.
async fn death<T>() -> Result<T, Error> {
    Err(Error::failed(panics::watch().await))
}

/// Shows the coordinator as running while the lesson's own code runs there, and else as waiting.
/// A moment too short to be seen is not shown: most are only a look whether something has come.
async fn shown<T>(context: &Context, lesson: impl Future<Output = T>) -> T {
    const SEEN_US: f64 = 20.0;
    let lane = context.lane(0);
    let mut lesson = pin!(lesson);
    let mut first = true;
    poll_fn(|task| {
        let begin_us = clock::now_us();
        let polled = lesson.as_mut().poll(task);
        if std::mem::take(&mut first) || clock::now_us() - begin_us > SEEN_US {
            lane.emit_at(begin_us, What::run("main", None));
            if polled.is_pending() {
                events::waiting(events::waits_for().unwrap_or("results"));
            }
        }
        polled
    })
    .await
}

/// A run that has ended, by whatever way, leaves no thread at work; most have none by now.
async fn wait_for_threads() {
    let end = clock::now_us() + GRACE_US;
    while farm::busy() > 0 && clock::now_us() < end {
        platform::sleep(Duration::from_millis(2)).await;
    }
}

fn line(event: &Event) -> Option<OutputLine> {
    match &event.what {
        What::Print { text, stream } => Some(OutputLine {
            t_us: event.t_us,
            worker: event.worker,
            text: text.clone(),
            stream: *stream,
        }),
        _ => None,
    }
}
