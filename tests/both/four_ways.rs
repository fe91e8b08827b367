//! The same work, four ways: that each way is really gone, measured, and held to the serial results.

use crate::common::{record, run};
use crate::harness::tests;
use crate::own::{Capricious, REGISTRY};
use manyhands::engine::pool::Method;
use manyhands::lessons::four_ways::SameWork;
use manyhands::platform::cancel::Cancel;
use manyhands::platform::{farm, has_threads};
use manyhands::{Context, Error, Request};
use serde_json::{Value, json};

const WAYS: [&str; 4] = ["serial", "gil", "processes", "free-threaded"];

fn ways(result: &Value) -> &Vec<Value> {
    result["ways"].as_array().expect("a list of ways")
}

tests! {
    async fn each_way_is_measured_with_what_it_costs() {
        for (of, params) in [
            ("pool-rows", json!({"rows": 3_000, "repeats": 2, "workers": 2})),
            ("pool-rows", json!({"rows": 500, "workers": 3, "method": "imap_unordered"})),
            ("pool-square", json!({"inputs": [3, 1, 2], "workers": 2, "method": "apply"})),
            ("pool-square", json!({"inputs": [], "workers": 2})),
            ("pool-commons", json!({"workers": 2, "method": "apply_async"})),
        ] {
            let record = record("four-ways", json!({"of": of, "params": params})).await;
            let ways = ways(&record.result);
            let names: Vec<&str> = ways.iter().filter_map(|way| way["way"].as_str()).collect();
            assert_eq!(names, WAYS, "{of}");
            assert_eq!(record.metrics["workers"], params["workers"]);
            for way in ways {
                // What took next to no time has none, and the record says so.
                let number = |name: &str| {
                    let told = way[name].as_f64();
                    let at = names.iter().position(|name| way["way"] == *name).expect("a way");
                    let unmeasured = record.metrics.get("unmeasured").unwrap_or(&Value::Null);
                    let why = &unmeasured[format!("ways.{at}.{name}")]["why"];
                    assert!(told.is_some() != why.is_string(), "{name} of {way}: {why}");
                    told
                };
                if !has_threads() && ["gil", "free-threaded"].contains(&way["way"].as_str().expect("a name")) {
                    assert!(way["cannot"].as_str().is_some_and(|why| why.contains("shared memory")), "{way}");
                    assert!(way["wall_ms"].is_null() && way["speedup"].is_null(), "{way}");
                    continue;
                }
                assert!(way["cannot"].is_null(), "{way}");
                let wall_ms = number("wall_ms");
                let start = match way["way"] == "serial" {
                    true => Some(0.0),
                    false => number("start_ms"),
                };
                if let (Some(start), Some(work), Some(wall)) = (start, number("work_ms"), wall_ms) {
                    assert!((wall - start - work).abs() < 1e-6, "{way}");
                }
                if let (Some(speedup), Some(wall)) = (number("speedup"), wall_ms) {
                    let serial = ways[0]["wall_ms"].as_f64().expect("a time");
                    assert!((speedup - serial / wall).abs() < 1e-6, "{way}");
                }
                // Only what goes to another memory is copied.
                assert_eq!(way["copied_bytes"].is_number(), way["way"] == "processes", "{way}");
                // What begins sooner than the clock can tell has no time either.
                assert!(way["start_ms"].is_null() || way["way"] != "serial", "{way}");
            }
            assert!(ways[2]["start_ms"].as_f64() > Some(0.0), "{}", ways[2]);
        }
    }

    /// A row of five numbers below ten is six bytes as it is sent, and its count one on its way
    /// back; each of eight chunks has some more around it.
    async fn what_is_copied_is_counted_in_bytes() {
        let params = json!({"of": "pool-rows", "params": {"rows": 1_000, "repeats": 3, "workers": 2}});
        let record = record("four-ways", params).await;
        let processes = &ways(&record.result)[2];
        let bytes = processes["copied_bytes"].as_u64().expect("a number");
        let bare = 3 * 1_000 * 7;
        assert!(bare <= bytes && bytes < bare + 3 * 8 * 100, "{bytes} for {bare}");
        let copying = processes["copy_ms"].as_f64().expect("a time");
        assert!(copying > 0.0, "{processes}");
    }

    async fn the_lessons_own_words_refuse_its_parameters() {
        for (params, parameter, says) in [
            (json!({"workers": 0}), "workers", "parameter workers of pool-rows: 0 is not allowed; allowed is an integer from 1 to 64"),
            (json!({"high": -1}), "high", "it must be above low, which is 0"),
            (json!({"colour": 1}), "colour", "parameter colour is unknown to pool-rows"),
        ] {
            let error = run("four-ways", json!({"of": "pool-rows", "params": params})).await.expect_err("refused");
            assert_eq!((error.kind(), error.parameter()), ("invalid-parameter", Some(parameter)));
            assert!(error.to_string().contains(says), "{error}");
        }
        let error = run("four-ways", json!({"of": "pi"})).await.expect_err("no pool");
        assert_eq!((error.kind(), error.parameter()), ("invalid-parameter", Some("of")));
    }

    async fn a_way_with_other_results_fails_by_name() {
        if has_threads() {
            farm::ensure(2).await.expect("threads");
        }
        let work = SameWork {
            function: Capricious,
            inputs: vec![0; 10],
            repeats: 1,
            method: Method::Map,
            chunksize: 0,
            workers: 2,
        };
        let error = work.measure(&Context::new(&REGISTRY, Cancel::default()), None).await.expect_err("they differ");
        let message = error.to_string();
        let first = if has_threads() { "gil: the results differ" } else { "processes: the results differ" };
        assert!(matches!(error, Error::Failed { .. }) && message.starts_with(first), "{message}");
    }

    async fn a_stop_ends_every_way() {
        // Some minutes of work.
        let params = json!({"of": "pool-rows", "params": {"repeats": 10_000, "workers": 2}});
        let request = Request::new("four-ways", params);
        let cancel = request.cancel.clone();
        let ended = manyhands::run(request, |batch| {
            if !batch.is_empty() {
                cancel.set();
            }
        });
        assert_eq!(ended.await.expect_err("a stop").kind(), "cancelled");
        assert!(!manyhands::engine_is_lost());
    }
}
