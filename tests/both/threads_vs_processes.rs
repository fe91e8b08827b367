//! The lesson threads-vs-processes: that what it tells is what is so, natively and in browsers.

use crate::common::{record, run};
use crate::harness::tests;
use manyhands::platform::farm;
use manyhands::{Error, REGISTRY, Record, Request};
use serde_json::{Value, json};

const LESSON: &str = "threads-vs-processes";

/// What stands at `result.threads.spawn_ms` and the like.
fn at<'a>(record: &'a Value, path: &str) -> Option<&'a Value> {
    record.pointer(&format!("/{}", path.replace('.', "/")))
}

/// Why the record says that it has no figure there.
fn unmeasured(record: &Record, key: &str) -> Value {
    let all = record.metrics.get("unmeasured");
    all.map_or(Value::Null, |all| all[key].clone())
}

/// What must be so of every run, whatever the machine.
fn holds(record: &Record) {
    let result = &record.result;
    for (side, shares) in [("threads", true), ("processes", false)] {
        let one = result[side].as_object().expect("a side");
        let keys: Vec<&str> = one.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "spawn_ms",
                "memory_bytes",
                "round_trip_us",
                "sees_shared_counter",
                "sees_thread_local"
            ]
        );
        for key in ["spawn_ms", "round_trip_us"] {
            let why = unmeasured(record, &format!("{side}.{key}"));
            match one[key].as_f64() {
                Some(time) => assert!(time > 0.0 && why.is_null(), "{side}: {result}"),
                None => assert_eq!(why["why"], "clock", "{side}: {result}"),
            }
        }
        let unknown = record.metrics.get(&format!("{side}_memory_unknown"));
        match one["memory_bytes"].as_u64() {
            Some(bytes) => assert!(bytes > 0 && unknown.is_none(), "{side}: {result}"),
            None => assert!(unknown.is_some_and(Value::is_string), "{side}: {result}"),
        }
        assert_eq!(one["sees_shared_counter"], shares, "{side}");
        assert_eq!(one["sees_thread_local"], false, "{side}");
        let empty = &record.metrics[&format!("{side}_empty_round_trip_us")];
        assert!(empty.is_null() || empty.as_f64() > Some(0.0), "{side}");
    }
    let trip = |side: &str| result[side]["round_trip_us"].as_f64();
    let (Some(threads), Some(processes)) = (trip("threads"), trip("processes")) else {
        assert!(!record.metrics.contains_key("answer"));
        return;
    };
    let ratio = processes / threads;
    let answer = match ratio.log10() {
        ratio if ratio < 0.5 => 0,
        ratio if ratio < 1.5 => 1,
        _ => 2,
    };
    assert_eq!(record.metrics["answer"], answer, "{ratio}");
}

tests! {
    #[needs = "shared memory"]
    async fn threads_share_what_processes_do_not() {
        for params in [
            json!({}),
            json!({"workers": 1, "messages": 1, "payload_bytes": 0}),
            json!({"workers": 3, "messages": 10, "payload_bytes": 1_000_000}),
            // Fewer messages than workers.
            json!({"workers": 4, "messages": 2}),
        ] {
            let record = record(LESSON, params).await;
            holds(&record);
            let workers = record.params["workers"].as_u64().expect("a number");
            assert_eq!(record.metrics["workers"], 2 * workers);
            let said = |who: &str, grew: u64| {
                let line = format!("{who}: {workers} added one each to the global counter, and the main program’s grew by {grew}");
                record.output.iter().any(|printed| printed.text == line)
            };
            assert!(said("threads", workers) && said("processes", 0), "{:?}", record.output);
        }
    }

    #[needs = "shared memory"]
    async fn a_larger_payload_costs_a_process_more() {
        let large = record(LESSON, json!({"workers": 1, "messages": 15, "payload_bytes": 4_000_000})).await;
        let with = large.result["processes"]["round_trip_us"].as_f64().expect("a time");
        let without = large.metrics["processes_empty_round_trip_us"].as_f64().expect("a time");
        // Four million bytes are copied at least four times: to a thread they are handed over.
        assert!(with > without, "{with} and {without}");
        assert!(with > large.result["threads"]["round_trip_us"].as_f64().expect("a time"));
    }

    #[needs = "shared memory"]
    async fn every_start_of_a_thread_was_measured() {
        let started = record(LESSON, json!({"workers": 5, "messages": 5})).await.metrics["threads_started"].clone();
        assert_eq!(started, farm::starts().len());
        assert!(farm::starts().len() >= 5);
        // One that a coarse clock saw took no time by it.
        assert!(farm::starts().iter().all(|start| start.ms >= 0.0 && start.ms.is_finite()));
        assert!(farm::starts().iter().any(|start| start.ms > 0.0));
    }

    #[needs = "shared memory"]
    async fn each_line_of_the_comparison_stands_beside_something_measured() {
        let lesson = REGISTRY.find(LESSON).expect("the lesson");
        let record = serde_json::to_value(record(LESSON, json!({"messages": 3})).await).expect("JSON");
        // In a browser the words are in the page's catalogue, not in the engine.
        let rows = lesson.about.comparison;
        assert_eq!(rows.len(), if cfg!(target_family = "wasm") { 0 } else { 8 });
        for row in rows {
            assert!(!row.shown_by.is_empty(), "{}", row.topic);
            for measure in row.shown_by {
                for path in [measure.threads, measure.processes] {
                    assert!(at(&record, path).is_some(), "{path} is not in the record");
                }
            }
        }
    }

    async fn what_is_not_allowed_is_named() {
        for (name, value) in [
            ("workers", json!(0)),
            ("workers", json!(65)),
            ("messages", json!(0)),
            ("messages", json!(100_001)),
            ("payload_bytes", json!(-1)),
            ("payload_bytes", json!(16_777_217)),
            ("payload_bytes", json!("many")),
        ] {
            let error = run(LESSON, json!({name: value})).await.expect_err("not allowed");
            match &error {
                Error::InvalidParameter { parameter, message, .. } => {
                    assert_eq!(parameter.as_deref(), Some(name), "{message}");
                }
                other => panic!("{name} = {value}: {other}"),
            }
        }
    }

    #[needs = "shared memory"]
    async fn a_stop_ends_it_and_the_next_run_works() {
        // Once while threads are asked, and once while processes are.
        for (worker, messages) in [(1, 100_000), (3, 2_000)] {
            let params = json!({"workers": 2, "messages": messages, "payload_bytes": 1_000_000});
            let request = Request::new(LESSON, params);
            let cancel = request.cancel.clone();
            let ended = manyhands::run(request, |batch| {
                if batch.iter().any(|event| event.worker >= worker) {
                    cancel.set();
                }
            });
            assert_eq!(ended.await.expect_err("a stop").kind(), "cancelled");
            assert!(!manyhands::engine_is_lost());
        }
        holds(&record(LESSON, json!({"messages": 2})).await);
    }
}
