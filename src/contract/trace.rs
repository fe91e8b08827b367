//! Events as Chrome Trace Event JSON, which Perfetto and `chrome://tracing` open.
//!
//! The format is described in *Trace Event Format* (Google, 2016): complete events `X` for
//! states, instant events `i` for lines, flow events `s` and `f` for messages and for locks that
//! went from one worker to another. The page writes the same file, in `www/src/timeline/trace.ts`;
//! `tests/trace/` holds the two to each other.

use super::{Event, What};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A flow that leaves a slice at its very end would be taken to leave the next one: it leaves a
/// nanosecond before.
const WITHIN_US: f64 = 0.001;

/// The trace of one run, from its events (in any order) and its length in microseconds.
///
/// `left_out` is how many events are missing for want of room, where that is known. The events of
/// the trace are sorted by their time, and what begins with a state comes after it.
pub fn chrome_trace(lesson: &str, events: &[Event], end_us: f64, left_out: Option<u64>) -> Value {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| a.t_us.total_cmp(&b.t_us));
    let mut lanes: BTreeMap<u32, Option<State>> = BTreeMap::new();
    let mut locks = HandOvers::default();
    let mut out: Vec<(f64, Value)> = Vec::new();
    for Event {
        t_us: ts,
        worker,
        what,
    } in sorted
    {
        let lane = lanes.entry(*worker).or_default();
        if let Some(state) = State::of(what, *ts) {
            if let Some(before) = lane.as_ref() {
                locks.give_up(before, *worker, *ts);
                out.push((before.since, before.slice(*worker, *ts)));
            }
            out.extend(locks.take(&state, *worker));
            *lane = Some(state);
        }
        out.extend(
            moments(what, *worker, *ts)
                .into_iter()
                .map(|moment| (*ts, moment)),
        );
    }
    let mut all = vec![named("process_name", None, &format!("manyhands {lesson}"))];
    for (worker, state) in lanes {
        let name = match worker {
            0 => "main".to_string(),
            n => format!("worker {n}"),
        };
        all.push(named("thread_name", Some(worker), &name));
        if let Some(state) = state {
            out.push((state.since, state.slice(worker, end_us)));
        }
    }
    out.sort_by(|(a, first), (b, second)| {
        let after_state = |event: &Value| event["ph"] != "X";
        a.total_cmp(b)
            .then_with(|| after_state(first).cmp(&after_state(second)))
    });
    all.extend(out.into_iter().map(|(_, event)| event));
    let mut trace =
        json!({"traceEvents": all, "displayTimeUnit": "ms", "otherData": {"lesson": lesson}});
    if let Some(left_out) = left_out {
        trace["otherData"]["events_left_out"] = left_out.into();
    }
    trace
}

/// A state of a worker that has begun.
struct State {
    since: f64,
    name: String,
    category: &'static str,
    holding: Option<String>,
}

impl State {
    fn of(what: &What, since: f64) -> Option<Self> {
        let (name, category, holding) = match what {
            What::Run {
                what,
                item,
                holding,
            } => (
                match item {
                    Some(item) => format!("{what} {item}"),
                    None => what.to_string(),
                },
                if holding.is_some() { "hold" } else { "run" },
                holding.as_ref().map(ToString::to_string),
            ),
            What::Wait { on } => (format!("wait for {on}"), "wait", None),
            What::Sleep { ms } => (format!("sleep {ms} ms"), "sleep", None),
            _ => return None,
        };
        Some(Self {
            since,
            name,
            category,
            holding,
        })
    }

    fn slice(&self, worker: u32, until: f64) -> Value {
        let mut slice = json!({"ph": "X", "pid": 1, "tid": worker, "ts": self.since, "dur": (until - self.since).max(0.0), "name": self.name, "cat": self.category});
        if let Some(holding) = &self.holding {
            slice["args"] = json!({"holding": holding});
        }
        slice
    }
}

/// Who gave up which lock last, so that whoever takes it next is known to have it from there.
#[derive(Default)]
struct HandOvers {
    /// By the lock's name: the worker, and the last moment at which it held it.
    given_up: BTreeMap<String, (u32, f64)>,
    count: u64,
}

impl HandOvers {
    fn give_up(&mut self, state: &State, worker: u32, until: f64) {
        if let Some(lock) = &state.holding {
            let last = (until - WITHIN_US).max(state.since);
            self.given_up.insert(lock.clone(), (worker, last));
        }
    }

    /// The two ends of the arrow, where the lock comes from another worker.
    fn take(&mut self, state: &State, worker: u32) -> Vec<(f64, Value)> {
        let Some(lock) = &state.holding else {
            return Vec::new();
        };
        let Some((from, last)) = self.given_up.remove(lock) else {
            return Vec::new();
        };
        if from == worker {
            return Vec::new();
        }
        self.count += 1;
        let end = |ph: &str, tid: u32, ts: f64| json!({"ph": ph, "pid": 1, "tid": tid, "ts": ts, "name": "hand-over", "cat": "hand-over", "id": format!("hand-over {}", self.count), "args": {"lock": lock}});
        let mut taken = end("f", worker, state.since);
        taken["bp"] = json!("e");
        vec![(last, end("s", from, last)), (state.since, taken)]
    }
}

/// What happens at one moment: lines, progress, the two ends of a message.
fn moments(what: &What, worker: u32, ts: f64) -> Vec<Value> {
    match what {
        What::Print { text, .. } => vec![
            json!({"ph": "i", "s": "t", "pid": 1, "tid": worker, "ts": ts, "name": "print", "cat": "print", "args": {"text": text}}),
        ],
        What::Ask { prompt } => vec![
            json!({"ph": "i", "s": "t", "pid": 1, "tid": worker, "ts": ts, "name": "ask", "cat": "ask", "args": {"prompt": prompt}}),
        ],
        What::Progress { done, .. } => {
            vec![json!({"ph": "C", "pid": 1, "ts": ts, "name": "progress", "args": {"done": done}})]
        }
        What::Send { from, to, message } => {
            message_end("send", "s", [*from, *to], *message, worker, ts)
        }
        What::Receive { from, to, message } => {
            message_end("receive", "f", [*from, *to], *message, worker, ts)
        }
        What::Run { .. } | What::Wait { .. } | What::Sleep { .. } => Vec::new(),
    }
}

fn message_end(
    name: &str,
    flow: &str,
    [from, to]: [u32; 2],
    message: u64,
    worker: u32,
    ts: f64,
) -> Vec<Value> {
    let mut arrow = json!({"ph": flow, "pid": 1, "tid": worker, "ts": ts, "name": "message", "cat": "message", "id": format!("{from}-{to}-{message}")});
    if flow == "f" {
        arrow["bp"] = json!("e");
    }
    vec![
        json!({"ph": "i", "s": "t", "pid": 1, "tid": worker, "ts": ts, "name": name, "cat": "message", "args": {"from": from, "to": to, "message": message}}),
        arrow,
    ]
}

fn named(kind: &str, worker: Option<u32>, name: &str) -> Value {
    let mut event = json!({"ph": "M", "pid": 1, "name": kind, "args": {"name": name}});
    if let Some(worker) = worker {
        event["tid"] = worker.into();
    }
    event
}
