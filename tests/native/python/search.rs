//! The search of a program's schedules, stopped. What it finds is tested by `tests/python/`, program by program.

use crate::harness::tests;
use manyhands::Request;
use manyhands::contract::What;
use serde_json::json;

const PHILOSOPHERS: &str = include_str!("../../python/schedules/philosophers-five.py");

tests! {
    async fn a_search_that_is_stopped_keeps_what_it_has_found() {
        let request = Request::new("explore", json!({"program": PHILOSOPHERS, "budget_ms": 600_000}));
        let cancel = request.cancel.clone();
        let mut schedules = Vec::new();
        let mut levels = Vec::new();
        let ended = manyhands::run(request, |batch| {
            for event in batch {
                let What::Progress { counts, .. } = event.what else { continue };
                for (name, count) in counts {
                    match &*name {
                        "schedules" => schedules.push(count),
                        "preemptions" => levels.push(count),
                        other => panic!("{other}"),
                    }
                }
                if schedules.last().is_some_and(|count| *count >= 400.0) {
                    cancel.set();
                }
            }
        });
        let result = ended.await.expect("what it has found").record.result;
        assert_eq!(result["verdict"], "breaks");
        assert!(result["schedules_run"].as_f64() >= Some(400.0), "{}", result["schedules_run"]);
        assert!(result["steps"].as_array().is_some_and(|steps| !steps.is_empty()));
        assert!(schedules.is_sorted(), "{schedules:?}");
        assert_eq!(levels.first(), Some(&0.0));
    }
}
