//! The trace of a run as a file: what is written for given events, here and by the page, is the
//! same; and it is what the format asks for.

use crate::harness::tests;
use manyhands::contract::trace::chrome_trace;
use manyhands::contract::{Event, What};
use serde_json::Value;
use std::collections::HashMap;

const EVENTS: &str = include_str!("../trace/events.json");
const TRACE: &str = include_str!("../trace/trace.json");

/// The event that is written as this JSON.
fn event(json: &Value) -> Event {
    let text = |key: &str| json[key].as_str().expect(key).to_string();
    let number = |key: &str| json[key].as_f64().expect(key);
    let whole = |key: &str| json[key].as_u64().expect(key);
    let what = match json["kind"].as_str().expect("a kind") {
        "print" => What::print(text("text")),
        "progress" => What::Progress {
            done: number("done"),
            total: number("total"),
            unit: text("unit").into(),
            estimate: json["estimate"].as_f64(),
            counts: Vec::new(),
        },
        "run" => What::Run {
            what: text("what").into(),
            item: json["item"].as_u64(),
            holding: json["holding"].as_str().map(|lock| lock.to_string().into()),
        },
        "wait" => What::Wait {
            on: text("on").into(),
        },
        "sleep" => What::Sleep { ms: number("ms") },
        kind @ ("send" | "receive") => {
            let (from, to, message) = (whole("from") as u32, whole("to") as u32, whole("message"));
            if kind == "send" {
                What::Send { from, to, message }
            } else {
                What::Receive { from, to, message }
            }
        }
        other => panic!("kind {other}"),
    };
    let event = Event {
        t_us: number("t_us"),
        worker: whole("worker") as u32,
        what,
    };
    // The fixture is what the engine would say, to the letter.
    assert!(same(
        &serde_json::to_value(&event).expect("an event is JSON"),
        json
    ));
    event
}

fn events() -> Vec<Event> {
    serde_json::from_str::<Vec<Value>>(EVENTS)
        .expect("JSON")
        .iter()
        .map(event)
        .collect()
}

/// Whether two values are the same once `1` and `1.0` are.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

tests! {
    async fn the_trace_is_the_one_that_the_page_writes_too() {
        let trace = chrome_trace("gil", &events(), 150.0, Some(3));
        let wanted: Value = serde_json::from_str(TRACE).expect("JSON");
        let [ours, theirs] = [&trace, &wanted].map(|one| one["traceEvents"].as_array().expect("events"));
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert!(same(ours, theirs), "{ours} should be {theirs}");
        }
        assert!(same(&trace, &wanted), "{trace}");
    }

    async fn the_order_in_which_events_come_does_not_matter() {
        let mut turned = events();
        turned.sort_by_key(|event| std::cmp::Reverse(event.worker));
        assert_eq!(
            chrome_trace("gil", &turned, 150.0, None),
            chrome_trace("gil", &events(), 150.0, None)
        );
    }

    async fn each_arrow_begins_and_ends_in_a_state_that_is_there() {
        let trace = chrome_trace("gil", &events(), 150.0, None);
        let all = trace["traceEvents"].as_array().expect("events");
        let within = |arrow: &Value| {
            let ts = arrow["ts"].as_f64().expect("a time");
            all.iter().any(|state| {
                let from = state["ts"].as_f64().unwrap_or_default();
                state["ph"] == "X"
                    && state["tid"] == arrow["tid"]
                    && from <= ts
                    && ts < from + state["dur"].as_f64().expect("a duration")
            })
        };
        let mut ends: HashMap<String, (u32, u32)> = HashMap::new();
        for event in all {
            let (begins, stops) = (event["ph"] == "s", event["ph"] == "f");
            if begins || stops {
                assert!(within(event), "{event}");
                let id = ends.entry(event["id"].to_string()).or_default();
                id.0 += u32::from(begins);
                id.1 += u32::from(stops);
            }
        }
        assert_eq!(ends.len(), 3, "a message and two hand-overs: {ends:?}");
        assert!(ends.values().all(|ends| *ends == (1, 1)), "{ends:?}");
    }
}
