//! The lessons about threads: what they do and what they never do, natively and in browsers.

use crate::common::record;
use crate::harness::tests;
use manyhands::contract::{Event, What};
use manyhands::platform::{clock, farm};
use manyhands::{Record, Request};
use serde_json::{Value, json};

fn lines(output: &[manyhands::contract::OutputLine]) -> Vec<&str> {
    output.iter().map(|line| line.text.as_str()).collect()
}

/// Runs a lesson and gives what happened too.
async fn record_and_events(lesson: &str, params: Value) -> (Record, Vec<Event>) {
    let mut events = Vec::new();
    let run = manyhands::run(Request::new(lesson, params), |batch| events.extend(batch));
    let record = run.await.expect("a record").record;
    (record, events)
}

/// The workers that the trace shows with `lock`, at whatever time.
fn workers_seen_holding(events: &[Event], lock: &str) -> Vec<u32> {
    let holds = |event: &&Event| matches!(&event.what, What::Run { holding: Some(held), .. } if held == lock);
    let workers: std::collections::BTreeSet<u32> = events
        .iter()
        .filter(holds)
        .map(|event| event.worker)
        .collect();
    workers.into_iter().collect()
}

/// The most workers that held `lock` at any one time, as the trace shows it. What overlaps by less
/// than the clocks of two workers may disagree by does not count.
fn most_holders(record: &Record, events: &[Event], lock: &str) -> i32 {
    assert!(
        record.metrics.get("events_left_out").is_none(),
        "the trace has gaps"
    );
    let slack_us = record.environment.clock_uncertainty_us * 2.0;
    let mut changes = Vec::new();
    let workers: std::collections::BTreeSet<u32> =
        events.iter().map(|event| event.worker).collect();
    for worker in workers {
        let mut since = None;
        for event in events.iter().filter(|event| event.worker == worker) {
            let holds = match &event.what {
                What::Run { holding, .. } => holding.as_deref() == Some(lock),
                What::Wait { .. } | What::Sleep { .. } => false,
                _ => continue,
            };
            if let Some(begin) = since.filter(|_| !holds) {
                since = None;
                if event.t_us - begin > slack_us {
                    changes.push((begin + slack_us, 1));
                    changes.push((event.t_us, -1));
                }
            } else if holds && since.is_none() {
                since = Some(event.t_us);
            }
        }
        assert!(since.is_none(), "worker {worker} holds {lock} to the end");
    }
    // Who lets go at a moment goes before who takes.
    changes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut holders = 0;
    changes
        .iter()
        .map(|change| {
            holders += change.1;
            holders
        })
        .max()
        .unwrap_or_default()
}

/// The pairs of time and number in a metric: few enough for a picture, in order, from 0 on.
fn over_time(record: &Record, metric: &str) -> Vec<u64> {
    let pairs: Vec<(f64, u64)> =
        serde_json::from_value(record.metrics[metric].clone()).expect("pairs");
    assert!(!pairs.is_empty() && pairs.len() <= 1_000, "{}", pairs.len());
    assert!(pairs.is_sorted_by(|a, b| a.0 <= b.0), "times go on");
    assert!(
        pairs[0].0 >= 0.0
            && pairs
                .iter()
                .all(|pair| pair.0 <= record.metrics["wall_ms"].as_f64().expect("a time") + 1.0)
    );
    assert_eq!((pairs[0].1, pairs.last().expect("a pair").1), (0, 0));
    pairs.into_iter().map(|pair| pair.1).collect()
}

tests! {
    #[needs = "shared memory"]
    async fn threads_print_each_its_lines_and_end_in_their_order() {
        let threads = json!([
            {"name": "late", "delay_ms": 400, "repeats": 1, "text": "{name} {number}"},
            {"name": "early", "delay_ms": 1, "repeats": 3, "text": "{name} {number}"},
            {"name": "silent", "repeats": 0},
        ]);
        let record = record("threads", json!({"threads": threads})).await;
        assert_eq!(record.result["lines"], json!({"late": 1, "early": 3, "silent": 0}));
        let finished = record.result["finished"].as_array().expect("names");
        // The late one sleeps longer than the others live.
        assert_eq!(finished.len(), 3);
        assert_eq!(finished[2], "late");
        assert_eq!(lines(&record.output), ["early 1", "early 2", "early 3", "late 1"]);
        let worker_of = |text: &str| record.output.iter().find(|line| line.text == text).map(|line| line.worker);
        assert_eq!((worker_of("late 1"), worker_of("early 1")), (Some(1), Some(2)));
    }

    #[needs = "shared memory"]
    async fn a_thread_can_tell_the_time_of_day() {
        let threads = json!([{"name": "clock", "text": "{time}"}]);
        let record = record("threads", json!({"threads": threads})).await;
        let time = record.output[0].text.strip_suffix(" UTC").expect("a zone").to_string();
        let parts: Vec<f64> = time.split(':').map(|part| part.parse().expect("a number")).collect();
        assert_eq!(parts.len(), 3, "{time}");
        assert!(parts[0] < 24.0 && parts[1] < 60.0 && parts[2] < 60.0, "{time}");
    }

    #[needs = "shared memory"]
    async fn the_readmes_lesson_says_hello() {
        let record = record("hello", json!({"whom": "you"})).await;
        assert_eq!((lines(&record.output), record.result), (vec!["hello, you"], json!(3)));
    }

    #[needs = "shared memory"]
    async fn a_guarded_count_loses_nothing() {
        for guard in ["lock", "atomic"] {
            for (increments, pause) in [(20_000, 0), (20, 1_000)] {
                let params = json!({"guard": guard, "threads": 4, "increments": increments, "pause": pause});
                let record = record("race", params.clone()).await;
                let expected = 4 * increments;
                assert_eq!(record.result, json!({"expected": expected, "actual": expected, "lost": 0}), "{params}");
                assert!(record.metrics.get("lost_update").is_none() && record.metrics.get("answer").is_none());
            }
        }
    }

    #[needs = "shared memory"]
    async fn the_race_of_the_defaults_loses_updates_and_shows_one_of_them() {
        let (record, events) = record_and_events("race", json!({})).await;
        let number = |name: &str| record.result[name].as_u64().expect("a number");
        assert_eq!(number("actual") + number("lost"), number("expected"));
        assert!(number("lost") > 0, "{}", record.result);
        assert_eq!(record.metrics["answer"], 1);
        assert_eq!(record.output[1].text, format!("{} were lost", number("lost")));
        // Nobody holds anything or waits for anybody.
        assert!(workers_seen_holding(&events, "the lock").is_empty());

        let lost = &record.metrics["lost_update"];
        assert!(lost["value"].as_u64().expect("a number") < number("expected"), "{lost}");
        let two = |name: &str| [0, 1].map(|at| lost[name][at].as_f64().expect("a number"));
        let [one, other] = two("threads");
        assert!(one != other && [one, other].iter().all(|thread| (1.0..=4.0).contains(thread)), "{lost}");
        // Both had read before either wrote.
        let (reads, writes) = (two("read_us"), two("write_us"));
        assert!(reads[0].max(reads[1]) <= writes[0].min(writes[1]), "{lost}");
        let end_us = record.metrics["wall_ms"].as_f64().expect("a time") * 1e3;
        assert!(0.0 <= reads[0] && writes[0].max(writes[1]) <= end_us + 1e3, "{lost}, {end_us}");
    }

    #[needs = "shared memory"]
    async fn a_race_that_lost_nothing_says_so_and_proves_nothing() {
        for _ in 0..20 {
            let record = record("race", json!({"threads": 2, "increments": 1, "pause": 0})).await;
            let (said, answer) = (&record.output[1].text, record.metrics.get("answer"));
            match record.result["lost"].as_u64().expect("a number") {
                0 => assert_eq!((said.as_str(), answer), ("This run lost none. It could have: run it again.", None)),
                lost => {
                    assert_eq!(lost, 1, "of two additions");
                    assert_eq!((said.as_str(), answer), ("1 was lost", Some(&json!(1))));
                }
            }
        }
        // Who has nobody to race, or nothing to add, could not have lost anything.
        for params in [json!({"threads": 1}), json!({"increments": 0})] {
            let record = record("race", params).await;
            assert_eq!(record.result["lost"], 0);
            assert_eq!(record.output[1].text, "none was lost: nobody came in between");
        }
    }

    /// Without a pause it is a load and a store, as quick as they can follow one another.
    #[needs = "shared memory"]
    async fn a_race_without_a_pause_counts_what_is_left() {
        let record = record("race", json!({"increments": 200_000, "pause": 0})).await;
        let number = |name: &str| record.result[name].as_u64().expect("a number");
        assert_eq!(number("expected"), 800_000);
        assert_eq!(number("actual") + number("lost"), 800_000);
        assert!(number("actual") > 1, "{}", record.result);
    }

    #[needs = "shared memory"]
    async fn who_holds_the_lock_is_seen_and_who_waits_for_it() {
        let (record, events) = record_and_events("race", json!({"guard": "lock"})).await;
        assert_eq!(record.result["lost"], 0);
        assert_eq!(workers_seen_holding(&events, "the lock"), [1, 2, 3, 4]);
        // In a browser a stay may be shorter than what the clocks disagree by, and tells nothing.
        assert!(most_holders(&record, &events, "the lock") <= 1);
        // Four are there at the same time, and one of them at a time gets in.
        let waits = |event: &&Event| matches!(&event.what, What::Wait { on } if on == "the lock");
        let waiting: std::collections::BTreeSet<u32> = events.iter().filter(waits).map(|event| event.worker).collect();
        assert!(!waiting.is_empty(), "nobody waited");
    }

    /// More takings than a lane has room for: the first are shown, then those that had to wait.
    #[needs = "shared memory"]
    async fn a_lock_that_is_taken_often_is_shown_at_first_and_where_it_was_waited_for() {
        let params = json!({"guard": "lock", "threads": 1, "increments": 10_000, "pause": 0});
        let (record, events) = record_and_events("race", params).await;
        assert!(record.metrics.get("events_left_out").is_none(), "{:?}", record.metrics);
        let holds = events.iter().filter(|event| matches!(&event.what, What::Run { holding: Some(_), .. }));
        assert_eq!(holds.count(), 300);
    }

    #[needs = "shared memory"]
    async fn a_semaphore_never_lets_more_in_than_it_has_permits() {
        for (permits, threads) in [(1, 2), (2, 5), (8, 3)] {
            let params = json!({"permits": permits, "threads": threads, "rounds": 20, "hold_ms": 1, "pause_ms": 0});
            let record = record("semaphore", params).await;
            let most = record.result["max_inside"].as_u64().expect("a number");
            assert!(1 <= most && most <= permits, "{most} of {permits}");
            assert_eq!(record.result["acquired"], Value::from(vec![20; threads]));
            assert_eq!(record.output.len(), 20 * threads);
        }
    }

    #[needs = "shared memory"]
    async fn a_semaphore_keeps_its_promise_over_a_thousand_rounds_of_sixteen_threads() {
        for permits in [1, 3] {
            let params = json!({"permits": permits, "threads": 16, "rounds": 1_000, "hold_ms": 0, "pause_ms": 0});
            let record = record("semaphore", params).await;
            let most = record.result["max_inside"].as_u64().expect("a number");
            assert!((1..=permits).contains(&most), "{most} of {permits}");
            assert_eq!(record.result["acquired"], Value::from(vec![1_000; 16]));
            // No peak is lost of 32,000 changes.
            assert_eq!(over_time(&record, "inside").into_iter().max(), Some(most));
        }
    }

    #[needs = "shared memory"]
    async fn who_holds_a_permit_is_seen_and_never_more_than_there_are() {
        // A stay that is shorter than what two clocks may disagree by tells nothing. How much that is
        // depends on how busy the machine was when the farm's threads were started.
        farm::ensure(5).await.expect("a farm");
        let hold_ms = 5 + (4.0 * clock::uncertainty_us() / 1e3).ceil() as u64;
        let params = json!({"permits": 2, "threads": 5, "rounds": 4, "hold_ms": hold_ms, "pause_ms": 1});
        let (record, events) = record_and_events("semaphore", params).await;
        assert_eq!(most_holders(&record, &events, "a permit"), 2);
        // Each of twenty rounds goes in and out, and all of it is there: it began with nobody.
        let inside = over_time(&record, "inside");
        assert_eq!(inside.len(), 1 + 2 * 20 + 1);
        let (last, changes) = inside.split_last().expect("pairs");
        assert!(changes.windows(2).all(|pair| pair[0].abs_diff(pair[1]) == 1), "{inside:?}");
        assert_eq!(changes.last(), Some(last));
    }

    #[needs = "shared memory"]
    async fn as_many_are_inside_as_there_are_permits() {
        // Each stays inside for longer than the other takes to come.
        let params = json!({"permits": 2, "threads": 2, "rounds": 1, "hold_ms": 500, "pause_ms": 0});
        assert_eq!(record("semaphore", params).await.result["max_inside"], 2);
    }

    #[needs = "shared memory"]
    async fn the_semaphore_of_the_defaults_is_full_and_somebody_waits() {
        let (record, events) = record_and_events("semaphore", json!({})).await;
        // Eight come at once and stay: that fewer than three should ever be inside together takes
        // six threads that are a tenth of a second late, round after round.
        assert_eq!(record.result["max_inside"], 3);
        assert_eq!(record.result["acquired"], json!([4, 4, 4, 4, 4, 4, 4, 4]));
        let waits = |event: &&Event| matches!(&event.what, What::Wait { on } if on == "the semaphore");
        assert!(events.iter().any(|event| waits(&event)), "nobody waited");
        assert_eq!(workers_seen_holding(&events, "a permit"), [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    #[needs = "shared memory"]
    async fn a_queue_gives_each_item_once() {
        for (producers, consumers, items, capacity) in [(2, 2, 1_000, 8), (1, 3, 500, 1), (4, 1, 777, 2), (3, 2, 100, 0), (2, 2, 0, 8)] {
            let params = json!({
                "producers": producers, "consumers": consumers, "items": items, "capacity": capacity,
                "produce_ms": 0, "consume_ms": 0,
            });
            let record = record("queue", params).await;
            assert_eq!((&record.result["produced"], &record.result["consumed"]), (&json!(items), &json!(items)));
            let deepest = record.result["max_depth"].as_u64().expect("a number");
            match capacity {
                0 => assert_eq!(record.result["blocked_puts"], 0),
                capacity => assert!(deepest <= capacity, "{deepest} of {capacity}"),
            }
        }
    }

    #[needs = "shared memory"]
    async fn a_full_queue_holds_a_producer_back_until_there_is_room() {
        // One item is being worked on and one lies in the queue: the next one waits, unless the
        // producer, who has nothing else to do, takes half a second over it three times.
        let params = json!({
            "producers": 1, "consumers": 1, "items": 5, "capacity": 1, "produce_ms": 0, "consume_ms": 500,
        });
        let (record, events) = record_and_events("queue", params).await;
        assert!(record.result["blocked_puts"].as_u64().expect("a number") > 0, "{}", record.result);
        assert_eq!(record.result["max_depth"], 1);
        let waits = |event: &&Event| matches!(&event.what, What::Wait { on } if on == "room in the queue");
        let held_back = events.iter().filter(waits).all(|event| event.worker == 1);
        assert!(held_back && events.iter().any(|event| waits(&event)), "the producer is seen to wait");
    }

    #[needs = "shared memory"]
    async fn a_slow_producer_never_finds_the_queue_full_and_its_consumer_waits_for_items() {
        let params = json!({
            "producers": 1, "consumers": 2, "items": 4, "capacity": 4, "produce_ms": 50, "consume_ms": 0,
        });
        let (record, events) = record_and_events("queue", params).await;
        assert_eq!((&record.result["consumed"], &record.result["blocked_puts"]), (&json!(4), &json!(0)));
        assert!(record.metrics["wall_ms"].as_f64().expect("a time") >= 150.0);
        assert!(events.iter().any(|event| matches!(&event.what, What::Wait { on } if on == "an item")));
    }

    #[needs = "shared memory"]
    async fn the_queue_of_the_defaults_fills_up_and_holds_its_producers_back() {
        let (record, events) = record_and_events("queue", json!({})).await;
        assert!(record.result["blocked_puts"].as_u64().expect("a number") > 0, "{}", record.result);
        assert!(events.iter().any(|event| matches!(&event.what, What::Wait { on } if on == "room in the queue")));
        let depths: std::collections::BTreeSet<u64> = over_time(&record, "depth").into_iter().collect();
        assert!(depths.len() > 4, "{depths:?}");
    }

    #[needs = "shared memory"]
    async fn a_million_items_go_through_a_queue_and_none_is_lost_and_none_comes_twice() {
        // The lesson counts how often each item was taken, and fails where it was not once.
        let params = json!({"producers": 3, "consumers": 2, "items": 1_000_000, "capacity": 1_000, "produce_ms": 0, "consume_ms": 0});
        let record = record("queue", params).await;
        assert_eq!((&record.result["produced"], &record.result["consumed"]), (&json!(1_000_000), &json!(1_000_000)));
        let deepest = record.result["max_depth"].as_u64().expect("a number");
        assert!((1..=1_000).contains(&deepest), "{deepest}");
        let peak = over_time(&record, "depth").into_iter().max().expect("a depth");
        // The marks at the end, one a consumer, are in the queue too.
        assert!(deepest <= peak && peak <= 1_000, "{peak}, deepest {deepest}");
    }

    #[needs = "shared memory"]
    async fn a_join_with_a_timeout_returns_in_time_and_the_event_ends_the_thread() {
        let record = record("timeout", json!({"interval_ms": 20, "timeout_ms": 300})).await;
        assert_eq!(record.result["timed_out"], true);
        let stopped = record.result["stopped_after_ms"].as_f64().expect("a time");
        assert!(stopped >= 300.0, "{stopped}");
        // No more ticks than there was time for, and some.
        let ticks = record.result["ticks"].as_u64().expect("a number");
        assert!(1 <= ticks && ticks as f64 <= stopped / 20.0, "{ticks} in {stopped} ms");
        let said = lines(&record.output);
        assert_eq!(said.iter().filter(|line| line.starts_with("tick ")).count() as u64, ticks);
        assert!(said.iter().any(|line| line.ends_with("is_alive: true")), "{said:?}");
        assert!(said.last().expect("a line").ends_with("is_alive: false"), "{said:?}");
    }

    /// That the lock costs what it costs is for the benchmarks: here, that each way does its work
    /// and that the lock changes hands only where there is one.
    #[needs = "shared memory"]
    async fn the_interpreters_lock_changes_hands_only_where_there_is_one() {
        let params = json!({"threads": 3, "work": 3_000, "switch_interval_ms": 0.1, "io_fraction": 0.2});
        let record = record("gil", params).await;
        let ways = record.result.as_object().expect("ways");
        let names: Vec<&str> = ways.keys().map(String::as_str).collect();
        assert_eq!(names, ["gil", "free-threaded", "processes", "releasing-extension"]);
        let number = |way: &str, name: &str| ways[way][name].as_f64().expect("a number");
        for way in names {
            assert!(number(way, "wall_ms") > 0.0 && number(way, "busy_cores") > 0.0, "{way}");
            // On a busy machine there may be none.
            let why = &record.metrics.get("unmeasured").unwrap_or(&Value::Null)[format!("{way}.speedup")]["why"];
            assert!(ways[way]["speedup"].as_f64().is_some_and(|speedup| speedup > 0.0) != why.is_string(), "{way}");
        }
        // Under the lock nothing is computed at the same time.
        assert!(number("gil", "busy_cores") <= 1.05, "{}", ways["gil"]);
        // Each of three threads had the lock, and each gave it up to wait.
        assert!(number("gil", "switches") >= 2.0, "{}", ways["gil"]);
        assert_eq!((number("free-threaded", "switches"), number("processes", "switches")), (0.0, 0.0));

        // All waiting and no computing: the threads wait side by side, lock or no lock.
        let params = json!({"interpreter": "gil", "threads": 2, "work": 3_000, "io_fraction": 1});
        let only = crate::common::record("gil", params).await.result;
        assert_eq!(only.as_object().expect("ways").len(), 1);
    }

    #[needs = "shared memory"]
    async fn who_has_the_interpreters_lock_is_seen_and_never_two_have_it() {
        for io_fraction in [0.0, 0.5] {
            let params = json!({"interpreter": "gil", "threads": 3, "work": 3_000, "switch_interval_ms": 0.5, "io_fraction": io_fraction});
            let (record, events) = record_and_events("gil", params).await;
            assert_eq!(workers_seen_holding(&events, "the interpreter lock"), [1, 2, 3], "{io_fraction}");
            // In a browser a turn may be shorter than what the clocks disagree by, and tells nothing.
            assert!(most_holders(&record, &events, "the interpreter lock") <= 1, "{io_fraction}");
        }
        let params = json!({"interpreter": "free-threaded", "work": 3_000});
        let (_, events) = record_and_events("gil", params).await;
        assert!(workers_seen_holding(&events, "the interpreter lock").is_empty());
    }

    #[needs = "shared memory"]
    async fn a_stop_ends_every_kind_of_wait() {
        for (lesson, params) in [
            ("threads", json!({"threads": [{"name": "A", "delay_ms": 60_000}]})),
            ("timeout", json!({"interval_ms": 60_000, "timeout_ms": 600_000})),
            ("semaphore", json!({"hold_ms": 60_000})),
            ("semaphore", json!({"pause_ms": 60_000})),
            ("queue", json!({"produce_ms": 60_000})),
            ("race", json!({"increments": 10_000, "pause": 1_000_000})),
            ("race", json!({"increments": 10_000, "pause": 1_000_000, "guard": "lock"})),
            ("queue", json!({"consume_ms": 60_000})),
        ] {
            let request = Request::new(lesson, params);
            let cancel = request.cancel.clone();
            // Stopped when the first thread is at work.
            let ended = manyhands::run(request, |batch| {
                if batch.iter().any(|event| event.worker > 0) {
                    cancel.set();
                }
            });
            assert_eq!(ended.await.expect_err("a stop").kind(), "cancelled", "{lesson}");
            assert!(!manyhands::engine_is_lost(), "{lesson}");
        }
    }

    async fn generators_take_turns_as_they_are_scheduled() {
        let order = async |params: Value| {
            let order = record("generators", params).await.result["order"].clone();
            let names: Vec<String> = serde_json::from_value(order).expect("names");
            names.concat()
        };
        assert_eq!(order(json!({})).await, "ABCABCABBB");
        let tasks = json!([
            {"name": "A", "steps": 2}, {"name": "B", "steps": 3, "priority": 1},
            {"name": "C", "steps": 1, "priority": 1}, {"name": "D", "steps": 0, "priority": 9},
        ]);
        assert_eq!(order(json!({"tasks": tasks, "schedule": "priority"})).await, "BBBCAA");
        assert_eq!(order(json!({"tasks": tasks, "schedule": "round-robin"})).await, "ABCABB");
        let one = order(json!({"schedule": "random", "seed": 1})).await;
        assert_eq!(one, order(json!({"schedule": "random", "seed": 1})).await);
        let mut letters: Vec<char> = one.chars().collect();
        letters.sort_unstable();
        assert_eq!(letters.into_iter().collect::<String>(), "AAABBBBBCC");
        // That ten seeds should all give one order has a chance of less than one in 10²⁰.
        let mut others = Vec::new();
        for seed in 2..12 {
            others.push(order(json!({"schedule": "random", "seed": seed})).await);
        }
        assert!(others.iter().any(|other| *other != one));
    }
}
