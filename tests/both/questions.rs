//! Each lesson asks one question, and its runs answer it: natively and in browsers.

use crate::common::record;
use crate::harness::tests;
use manyhands::engine::Entry;
use manyhands::platform::has_threads;
use manyhands::{REGISTRY, Record};
use serde_json::{Value, json};

const IN_ONE_ORDER: &str = include_str!("../../src/lessons/explore/programs/two-locks-in-order.py");

/// What makes a run of the defaults short, where it is not.
fn small(lesson: &str) -> Value {
    match lesson {
        "processors" => json!({"probe_ms": 10}),
        "threads" => json!({"threads": [
            {"name": "quick", "delay_ms": 200, "repeats": 4},
            {"name": "slow", "delay_ms": 400, "repeats": 4},
        ]}),
        "background-zip" => json!({"lines": 1_000}),
        "timeout" => json!({"interval_ms": 20, "timeout_ms": 100}),
        "semaphore" => json!({"hold_ms": 5, "pause_ms": 5}),
        "gil" => json!({"interpreter": "gil", "work": 500}),
        "pi" => json!({"backend": "serial", "points": 100_000}),
        _ => json!({}),
    }
}

async fn answer(lesson: &str, params: Value) -> Option<u64> {
    answered(&record(lesson, params).await)
}

fn answered(record: &Record) -> Option<u64> {
    record.metrics.get("answer").and_then(Value::as_u64)
}

/// Whether a lesson is for a program of the reader's own.
fn asks_nothing(lesson: &str) -> bool {
    matches!(lesson, "python" | "explore")
}

/// Whether this build can run a lesson.
fn is_possible(lesson: &str) -> bool {
    let is_python = matches!(lesson, "check-then-act" | "condition" | "deadlock");
    if is_python && !cfg!(feature = "python") {
        return false;
    }
    let needs = REGISTRY
        .find(lesson)
        .and_then(|lesson| lesson.needs(&json!({})));
    has_threads() || !needs.expect("a lesson").shared_memory
}

tests! {
    async fn a_run_of_each_lesson_answers_its_question() {
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            // Of a program of the reader's own nothing is asked.
            if !is_possible(id) || asks_nothing(id) {
                continue;
            }
            // With one processor there is nothing to share out, and the question stays open.
            let is_open = id == "processors" && manyhands::platform::logical_processors() == 1;
            let run = record(id, small(id)).await;
            // Nor does a run answer it that a busy machine has spoilt.
            let is_open = is_open || run.metrics.contains_key("unmeasured");
            match answered(&run) {
                // A browser's engine carries no texts; how many answers there are is tested natively.
                Some(answer) => assert!(answer < answers(lesson), "{id}: {answer}"),
                None => assert!(is_open, "{id} left its question open"),
            }
        }
    }

    async fn what_must_come_out_is_answered_so() {
        let certain = [
            // Both threads sleep at the same time.
            ("threads", small("threads"), 0),
            // The thread would never end by itself.
            ("timeout", small("timeout"), 1),
            // A queue with room for all is never full.
            ("queue", json!({"items": 50, "capacity": 50, "consume_ms": 0}), 0),
            ("generators", json!({}), 0),
            ("generators", json!({"schedule": "priority", "tasks": [{"name": "A", "steps": 1}, {"name": "B", "steps": 3, "priority": 1}]}), 1),
            ("pool-programs", json!({"programs": [{"lesson": "generators"}]}), 0),
            ("pool-programs", json!({"programs": [{"lesson": "generators"}, {"lesson": "generators", "params": {"tasks": 1}}]}), 1),
            ("pool-programs", json!({"programs": [{"lesson": "generators", "params": {"tasks": 1}}]}), 2),
            ("pool-square", json!({"inputs": [1], "workers": 2}), 0),
            ("failing-tasks", json!({}), 0),
            ("failing-tasks", json!({"method": "imap"}), 2),
            ("failing-tasks", json!({"method": "submit", "inputs": [1, 5, 5, 2]}), 1),
            // A mailbox without bound always has room; three senders to one place do not.
            ("actors", json!({}), 0),
            ("actors", json!({"pattern": "fan-in", "mailbox_capacity": 1, "messages": 500, "workers": 2}), 1),
            // 784,465 of a million points lie inside: 3.13786.
            ("pi", json!({"backend": "serial", "points": 1_000_000}), 2),
            ("deadlock", json!({}), 1),
            ("deadlock", json!({"program": IN_ONE_ORDER}), 0),
            ("deadlock", json!({"program": "import threading\nthreading.Thread(target=print).start()\nassert False"}), 2),
        ];
        for (lesson, params, expected) in certain {
            if !is_possible(lesson) {
                continue;
            }
            assert_eq!(answer(lesson, params.clone()).await, Some(expected), "{lesson} with {params}");
        }
    }

    async fn a_question_that_the_parameters_leave_open_gets_no_answer() {
        let open = [
            ("race", json!({"guard": "lock", "increments": 100})),
            ("race", json!({"threads": 1, "increments": 100})),
            ("queue", json!({"items": 50, "capacity": 0, "consume_ms": 0})),
            ("semaphore", json!({"threads": 1, "pause_ms": 0})),
            ("gil", json!({"interpreter": "free-threaded", "work": 100})),
            ("threads", json!({"threads": [{"name": "A"}, {"name": "B"}]})),
            ("generators", json!({"tasks": [{"name": "A", "steps": 2}, {"name": "B", "steps": 2}]})),
            ("pool-square", json!({"inputs": []})),
            ("pool-square", json!({"workers": 1})),
            ("pool-commons", json!({"workers": 1})),
            ("pool-rows", json!({"workers": 1, "rows": 100})),
            ("pool-programs", json!({"programs": []})),
            ("failing-tasks", json!({"raises": null})),
            ("failing-tasks", json!({"raises": null, "ends_process": 5, "method": "submit"})),
            ("actors", json!({"messages": 0})),
            ("condition", json!({"program": "import asyncio"})),
        ];
        for (lesson, params) in open {
            if !is_possible(lesson) {
                continue;
            }
            assert_eq!(answer(lesson, params.clone()).await, None, "{lesson} with {params}");
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn what_a_lesson_says_is_short_and_what_it_sets_is_allowed() {
        for lesson in REGISTRY.listed() {
            let about = &lesson.about;
            let id = about.id;
            let words = about.summary.split_whitespace().count();
            assert!((8..=25).contains(&words), "{id}: {words} words");
            let schema = lesson.schema();
            let parameters = schema["properties"].as_object().expect("parameters");
            for name in about.main {
                assert!(parameters.contains_key(*name), "{id} has no parameter {name}");
            }
            assert!(matches!(about.main.len(), 0 | 2..=4), "{id}: {:?}", about.main);
            let mut titles: Vec<&str> = about.presets.iter().map(|preset| preset.title).collect();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), about.presets.len(), "{id}: a title for each preset");
            let mut set = 0;
            for one in about.tries {
                let params: Value = serde_json::from_str(one.params).expect("JSON");
                set += usize::from(params != json!({}));
                assert!(lesson.needs(&params).is_ok(), "{id}: {params} is not allowed");
            }
            assert!(set >= 2, "{id}: {set} things to try set anything");
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn every_lesson_has_a_question_with_answers_that_differ_and_its_ideas() {
        for lesson in REGISTRY.listed().filter(|lesson| !asks_nothing(lesson.about.id)) {
            let about = &lesson.about;
            let question = about
                .question
                .as_ref()
                .unwrap_or_else(|| panic!("{} asks nothing", about.id));
            assert!(
                question.text.ends_with('?'),
                "{}: {}",
                about.id,
                question.text
            );
            let different: std::collections::BTreeSet<&str> =
                question.answers.iter().copied().collect();
            assert!((2..=4).contains(&different.len()), "{}", about.id);
            assert_eq!(different.len(), question.answers.len(), "{}", about.id);
            assert!(
                !about.tries.is_empty() && !about.ideas.is_empty(),
                "{}",
                about.id
            );
        }
    }
}

#[cfg(not(target_family = "wasm"))]
fn answers(lesson: &Entry) -> u64 {
    let question = lesson.about.question.as_ref().expect("a question");
    question.answers.len() as u64
}

/// The texts stand in the catalogue, not in a browser's engine: two to four is what they may be.
#[cfg(target_family = "wasm")]
fn answers(_lesson: &Entry) -> u64 {
    4
}
