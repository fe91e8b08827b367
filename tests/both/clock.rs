//! Clocks that are worse than this machine's: as coarse as a browser can make them, and set back.
//! No run tells a time that such a clock did not give, and none waits for one.

use crate::common::{record, run};
use crate::harness::tests;
use manyhands::engine::measure;
use manyhands::platform::clock::{self, worse};
use manyhands::platform::{farm, has_threads};
use manyhands::{Record, Request};
use serde_json::{Value, json};
use std::time::Duration;

/// The steps in which browsers let their clocks go, in milliseconds: of isolated pages Firefox's
/// with its defence against fingerprints on, and the coarsest that there is.
const TICKS_MS: [f64; 3] = [1.0, 16.7, 100.0];

/// The lessons that measure, what makes a run of them short, and the figures that a clock of 100 ms
/// cannot give of it, with what is to be raised.
fn measuring() -> Vec<(&'static str, Value, &'static [&'static str], &'static str)> {
    let mut lessons: Vec<(_, _, &'static [&'static str], _)> = vec![
        (
            "processors",
            json!({"max_workers": 2, "probe_ms": 20}),
            &["effective", "scaling.1.relative_throughput"],
            "probe_ms",
        ),
        (
            "pool-rows",
            json!({"rows": 2_000, "workers": 2}),
            &["serial_ms", "parallel_ms", "speedup"],
            "repeats",
        ),
        (
            "actors",
            json!({"pattern": "pipeline", "messages": 50, "workers": 2}),
            &["messages_per_second"],
            "messages",
        ),
        (
            "pi",
            json!({"backend": "threads", "points": 10_000, "workers": 2}),
            &["points_per_second"],
            "points",
        ),
        (
            "four-ways",
            json!({"of": "pool-rows", "params": {"rows": 500, "workers": 2}}),
            &["ways.0.work_ms", "ways.0.wall_ms", "ways.0.speedup"],
            "repeats",
        ),
    ];
    if has_threads() {
        lessons.push((
            "gil",
            json!({"work": 600}),
            &[
                "gil.wall_ms",
                "gil.speedup",
                "gil.busy_cores",
                "processes.speedup",
            ],
            "work",
        ));
        lessons.push((
            "threads-vs-processes",
            json!({"messages": 3}),
            &["threads.round_trip_us"],
            "messages",
        ));
    }
    lessons
}

/// All numbers of a value, each with the way to it.
fn numbers(value: &Value, way: String, found: &mut Vec<(String, f64)>) {
    match value {
        Value::Number(number) => found.push((way, number.as_f64().expect("a number"))),
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                numbers(item, format!("{way}.{at}"), found);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                numbers(field, format!("{way}.{name}"), found);
            }
        }
        _ => {}
    }
}

fn holds(record: &Record) {
    let mut found = Vec::new();
    numbers(&record.result, "result".into(), &mut found);
    numbers(
        &Value::Object(record.metrics.clone()),
        "metrics".into(),
        &mut found,
    );
    for (way, number) in found {
        assert!(
            number.is_finite() && number >= 0.0,
            "{}: {way} is {number}",
            record.lesson
        );
        assert!(
            !(number == 0.0 && number.is_sign_negative()),
            "{}: {way} is -0",
            record.lesson
        );
    }
    for line in &record.output {
        let text = &line.text;
        assert!(line.t_us >= 0.0, "{text}");
        for bogus in ["NaN", "inf", "-0", "speed-up 0.00"] {
            assert!(!text.contains(bogus), "{}: {text}", record.lesson);
        }
    }
    // Each figure is there, or the record says why not.
    if let Some(Value::Object(unmeasured)) = record.metrics.get("unmeasured") {
        for (key, told) in unmeasured {
            let place = format!("/{}", key.replace('.', "/"));
            assert_eq!(
                record.result.pointer(&place),
                Some(&Value::Null),
                "{key} of {record:?}"
            );
            assert_eq!(
                told["tick_ms"].is_number(),
                told["why"] == "clock",
                "{told}"
            );
        }
    }
}

tests! {
    async fn a_coarse_clock_gives_no_bogus_figure_and_is_not_waited_for() {
        for tick_ms in TICKS_MS {
            let _coarse = worse::coarse(tick_ms * 1e3);
            assert!((clock::tick_us() - tick_ms * 1e3).abs() < 1.0, "{}", clock::tick_us());
            for (lesson, params, figures, raise) in measuring() {
                let record = record(lesson, params).await;
                holds(&record);
                if tick_ms < 100.0 {
                    continue;
                }
                assert!(!record.metrics.contains_key("answer") || ["pi", "actors"].contains(&lesson), "{record:?}");
                for figure in figures {
                    let told = &record.metrics["unmeasured"][figure];
                    assert_eq!((&told["why"], &told["tick_ms"]), (&json!("clock"), &json!(100.0)), "{lesson}: {figure}");
                    assert!(told["raise"] == raise, "{lesson}: {told}");
                    let text = format!("raise {raise}");
                    let says = record.output.iter().any(|line| line.text.contains(&text));
                    assert!(says || lesson == "threads-vs-processes" || lesson == "pi", "{:?}", record.output);
                }
            }
        }
    }

    async fn a_clock_that_is_set_back_never_goes_backwards() {
        {
            let _worse = worse::coarse(0.0);
            let before = clock::now_us();
            worse::set_back(50_000);
            let after = clock::now_us();
            assert!(after >= before, "{after} after {before}");
            manyhands::platform::sleep(Duration::from_millis(5)).await;
            assert!(clock::now_us() > after, "it stands still");
        }

        // Now and then while lessons run.
        for tick_ms in [0.0, 16.7] {
            let _coarse = worse::coarse(tick_ms * 1e3);
            for (lesson, params, ..) in measuring() {
                let mut latest_us = 0.0;
                let ran = manyhands::run(Request::new(lesson, params), |events| {
                    worse::set_back(50_000);
                    for event in events {
                        assert!(event.t_us >= 0.0 && event.t_us.is_finite(), "{lesson}: {event:?}");
                        latest_us = event.t_us.max(latest_us);
                    }
                });
                let record = ran.await.expect("a record").record;
                holds(&record);
                assert!(record.metrics["wall_ms"].as_f64() >= Some(0.0));
            }
        }
    }

    /// Each thread's clock is compared with the coordinator's when it starts, which a clock that
    /// stands still for 100 ms must not make a matter of seconds.
    #[needs = "shared memory"]
    async fn more_threads_are_not_slower_to_start_by_a_coarse_clock() {
        let _coarse = worse::coarse(100_000.0);
        clock::tick_us();
        let had = farm::starts().len();
        let begin = clock::now_us();
        farm::ensure(had + 8).await.expect("threads");
        let took_ms = (clock::now_us() - begin) / 1e3;
        // Eight starts and comparisons: seconds would be ticks.
        assert!(took_ms <= 2_000.0, "{took_ms} ms");
    }

    fn a_small_ratio_is_told_by_digits_that_are_not_zero() {
        for (ratio, told) in [(1.9, "1.90"), (0.1, "0.10"), (0.0996, "0.100"), (0.0123, "0.012"), (0.004, "0.0040"), (0.0, "0.00")] {
            assert_eq!(measure::times(ratio), told);
        }
    }

    /// Times that are all waiting, where nothing on this machine disturbs them: the speed-up of two
    /// that wait is two, and the answer is given.
    #[needs = "shared memory"]
    async fn what_can_be_measured_is() {
        let record = record("gil", json!({"interpreter": "gil", "work": 20_000, "io_fraction": 1})).await;
        if let Some(speedup) = record.result["gil"]["speedup"].as_f64() {
            assert!((1.2..=2.2).contains(&speedup), "{speedup}");
        } else {
            assert_ne!(record.metrics["unmeasured"]["gil.speedup"]["why"], "clock");
        }
        assert!(run("gil", json!({"work": 0})).await.is_err());
    }
}
