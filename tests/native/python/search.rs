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
    /// The way into the deadlock of two locks: main starts the second thread, one of them takes its lock and is interrupted, the
    /// other takes the other lock.
    async fn each_step_tells_who_could_have_taken_it_and_why_the_thread_before_did_not() {
        let request = Request::new("deadlock", json!({}));
        let result = manyhands::run(request, |_| {}).await.expect("a result").record.result;
        assert_eq!(result["threads"], json!(["MainThread", "Ann", "Bob"]));
        let steps = result["steps"].as_array().expect("steps");
        let told: Vec<_> = steps.iter().map(|step| (&step["could"], &step["switch"]["why"])).collect();
        let (first, other) = (&steps[1]["thread"], &steps[2]["thread"]);
        assert_eq!(told, [
            // Only these two are alive.
            (&json!([0, 1]), &json!(null)),
            // Main waits for the first to end.
            (&json!([1, 2]), &json!("blocked")),
            (&json!([1, 2]), &json!("preempted")),
        ]);
        assert_eq!(steps[2]["switch"]["from"], *first);
        assert_ne!(first, other);

        let deadlock = result["outcomes"].as_array().and_then(|all| all.iter().find(|one| one["kind"] == "deadlock"));
        let waits = deadlock.expect("the ending")["waits_for"].as_array().expect("waits");
        let place = |name: &str| {
            let wait = waits.iter().find(|wait| wait["thread"] == name).expect("it waits");
            (wait["for"].as_str(), wait["held_by"].as_str(), wait["line"].as_u64())
        };
        assert_eq!(place("Ann"), (Some("lock_b"), Some("Bob"), Some(11)));
        assert_eq!(place("Bob"), (Some("lock_a"), Some("Ann"), Some(19)));
        assert_eq!(place("MainThread"), (Some("Ann to end"), Some("Ann"), Some(28)));
        assert!(waits.iter().all(|wait| wait["file"].as_str().is_some_and(|file| file.ends_with("main.py"))));
    }
}
