//! Events as Chrome Trace Event JSON, which Perfetto and `chrome://tracing` open.
//!
//! The format is described in *Trace Event Format* (Google, 2016): complete events `X` for
//! states, instant events `i` for lines, flow events `s` and `f` for messages.

use super::{Event, What};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The trace of one run, from its events (in any order) and its length in microseconds.
pub fn chrome_trace(lesson: &str, events: &[Event], end_us: f64) -> Value {
    let mut sorted: Vec<&Event> = events.iter().collect();
    sorted.sort_by(|a, b| a.t_us.total_cmp(&b.t_us));
    let mut out = vec![
        json!({"ph": "M", "pid": 1, "name": "process_name", "args": {"name": format!("manyhands {lesson}")}}),
    ];
    let mut open: BTreeMap<u32, Option<(f64, String, &'static str)>> = BTreeMap::new();
    let close = |worker: u32, state: (f64, String, &'static str), until: f64| {
        let (since, name, category) = state;
        json!({"ph": "X", "pid": 1, "tid": worker, "ts": since, "dur": (until - since).max(0.0), "name": name, "cat": category})
    };
    for event in sorted {
        let (worker, ts) = (event.worker, event.t_us);
        let lane = open.entry(worker).or_default();
        let state = match &event.what {
            What::Run { what, item } => Some((
                match item {
                    Some(item) => format!("{what} {item}"),
                    None => what.to_string(),
                },
                "run",
            )),
            What::Wait { on } => Some((format!("wait for {on}"), "wait")),
            What::Sleep { ms } => Some((format!("sleep {ms} ms"), "sleep")),
            What::Print { text } => {
                out.push(json!({"ph": "i", "s": "t", "pid": 1, "tid": worker, "ts": ts, "name": "print", "cat": "print", "args": {"text": text}}));
                None
            }
            What::Progress { done, .. } => {
                out.push(json!({"ph": "C", "pid": 1, "ts": ts, "name": "progress", "args": {"done": done}}));
                None
            }
            What::Send { from, to, message } | What::Receive { from, to, message } => {
                let sends = matches!(event.what, What::Send { .. });
                let name = if sends { "send" } else { "receive" };
                out.push(json!({"ph": "i", "s": "t", "pid": 1, "tid": worker, "ts": ts, "name": name, "cat": "message", "args": {"from": from, "to": to, "message": message}}));
                let mut flow = json!({"ph": if sends { "s" } else { "f" }, "pid": 1, "tid": worker, "ts": ts, "name": "message", "cat": "message", "id": format!("{from}-{to}-{message}")});
                if !sends {
                    flow["bp"] = json!("e");
                }
                out.push(flow);
                None
            }
        };
        if let Some((name, category)) = state
            && let Some(before) = lane.replace((ts, name, category))
        {
            out.push(close(worker, before, ts));
        }
    }
    for (worker, state) in open {
        let name = match worker {
            0 => "main".to_string(),
            n => format!("worker {n}"),
        };
        out.push(json!({"ph": "M", "pid": 1, "tid": worker, "name": "thread_name", "args": {"name": name}}));
        if let Some(state) = state {
            out.push(close(worker, state, end_us));
        }
    }
    json!({"traceEvents": out, "displayTimeUnit": "ms"})
}
