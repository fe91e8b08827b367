//! `Pool` held to CPython's own: the same random calls, and the same answers to each.
//!
//! `tests/reference/pool_calls.py` makes the calls and gives CPython's answers. Those of some are
//! kept beside it, so that browsers can be held to them; natively CPython itself runs as well.

mod lesson;

pub use lesson::PoolCalls;

use crate::common::{kinds, own_record};
#[cfg(not(target_family = "wasm"))]
use crate::harness::Tested;
use crate::harness::tests;
use manyhands::platform::has_threads;
use serde_json::{Value, json};

const KEPT: &str = include_str!("../../reference/pool_calls.jsonl");

/// Runs the scripts, and says how many calls gave what CPython gives.
async fn agree(lines: &str) -> usize {
    let mut agreed = 0;
    for line in lines.lines() {
        let mut line: Value = serde_json::from_str(line).expect("JSON");
        let mut script = line["script"].take();
        if !has_threads() {
            script["kind"] = "processes".into();
        }
        let calls = script["calls"].clone();
        let record = own_record("pool-calls", script.clone()).await;
        let ours = record.result.as_array().expect("answers");
        let theirs = line["answers"].as_array().expect("answers");
        assert_eq!(ours.len(), theirs.len());
        for (index, (ours, theirs)) in ours.iter().zip(theirs).enumerate() {
            let call = &calls[index];
            assert_eq!(ours, theirs, "call {index}, {call}, of {script}");
            agreed += 1;
        }
    }
    agreed
}

tests! {
    async fn calls_kept_from_cpython_give_the_same_answers() {
        assert!(agree(KEPT).await >= 100);
    }

    async fn an_initializer_that_raises_breaks_the_pool_by_name() {
        for kind in kinds() {
            let calls = json!([{"call": "apply", "inputs": [2]}, {"call": "imap", "inputs": [1, 2]}]);
            let params = json!({"kind": kind, "workers": 2, "initializer": -3, "calls": calls});
            let answers = own_record("pool-calls", params).await.result;
            let broken = match kind {
                "threads" => "BrokenThreadPool",
                _ => "BrokenProcessPool",
            };
            let error = json!({"error": [broken, "a worker's initializer failed: ValueError: -3 is not welcome"]});
            assert_eq!(answers, json!([error, [error, error]]), "{kind}");
        }
    }

    async fn a_terminated_pool_gives_up_what_has_not_begun() {
        for kind in kinds() {
            let calls = json!([{"call": "give_up"}, {"call": "apply", "inputs": [2]}]);
            let params = json!({"kind": kind, "workers": 2, "calls": calls});
            let answers = own_record("pool-calls", params).await.result;
            let given_up = json!({"error": ["RuntimeError", "the pool was terminated before this was done"]});
            let results = answers[0].as_array().expect("results");
            // The third had no worker to begin on. A thread cannot be ended, and a process can.
            assert_eq!(results[2], given_up, "{kind}");
            if kind == "processes" {
                assert_eq!(results[..2], [given_up.clone(), given_up], "{kind}");
            }
            assert_eq!(answers[1], json!({"error": ["ValueError", "Pool not running"]}), "{kind}");
        }
    }

    /// Another thousand, with the CPython that is here.
    #[cfg(not(target_family = "wasm"))]
    async fn a_thousand_random_calls_give_what_cpython_gives() -> Tested {
        let python = crate::harness::python()?;
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/reference/pool_calls.py");
        let output = std::process::Command::new(python)
            .args([script, "1", "1000"])
            .output()
            .expect("it starts");
        assert!(
            output.status.success(),
            "{python}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
        let lines = String::from_utf8(output.stdout).expect("text");
        assert!(agree(&lines).await >= 1_000);
        Ok(())
    }
}
