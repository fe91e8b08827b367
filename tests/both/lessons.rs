//! Every lesson, through the door of Rust, natively and in browsers.

use crate::common::{kinds, no_webgpu, record, run};
use crate::harness::tests;
use manyhands::contract::{Door, What};
use manyhands::platform::{has_threads, threads};
use manyhands::{Error, REGISTRY, Request};
use serde_json::{Value, json};

const METHODS: [&str; 8] = [
    "map",
    "apply",
    "apply_async",
    "map_async",
    "starmap",
    "starmap_async",
    "imap",
    "imap_unordered",
];

/// The lessons that cannot do without it.
const ABOUT_SHARED_MEMORY: [&str; 15] = [
    "threads",
    "background-zip",
    "timeout",
    "threads-vs-processes",
    "race",
    "semaphore",
    "queue",
    "gil",
    "python",
    "check-then-act",
    "condition",
    "deadlock",
    "explore",
    "hello",
    "pi-cost",
];

fn numbers(value: &Value) -> Vec<i64> {
    value
        .as_array()
        .expect("an array")
        .iter()
        .map(|number| number.as_i64().expect("an integer"))
        .collect()
}

tests! {
    async fn every_lesson_runs_with_its_defaults_and_with_each_preset() {
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            // Python itself is no part of every build.
            let is_python = lesson.schema()["properties"]["program"].is_object();
            if is_python && !cfg!(feature = "python") {
                continue;
            }
            let mut wanted = vec![None];
            wanted.extend(lesson.about.presets.iter().map(|preset| Some(preset.name.to_string())));
            for preset in wanted {
                let mut request = Request::new(id, json!({}));
                request.preset = preset.clone();
                let record = match manyhands::run(request, |_| {}).await {
                    Ok(run) => run.record,
                    Err(Error::Unsupported { message }) => {
                        let lacks_memory = ABOUT_SHARED_MEMORY.contains(&id) && !has_threads();
                        let may_lack_gpu = (id, preset.as_deref()) == ("pi", Some("gpu"));
                        assert!(lacks_memory || may_lack_gpu, "{id} with {preset:?}: {message}");
                        if may_lack_gpu {
                            no_webgpu(message);
                        }
                        continue;
                    }
                    Err(error) => panic!("{id} with {preset:?}: {error}"),
                };
                assert_eq!(record.lesson, id);
                assert_eq!(record.environment.door, Door::Api);
                assert_eq!(record.environment.threads, threads());
                assert!(record.metrics["wall_ms"].as_f64().expect("a number") > 0.0);
                assert!(record.metrics["workers"].as_u64().expect("a number") >= 1);
                let schema = lesson.schema();
                let names: Vec<&String> = schema["properties"].as_object().expect("properties").keys().collect();
                let given: Vec<&String> = record.params.as_object().expect("an object").keys().collect();
                assert_eq!(names, given, "{id}: the parameters are whole and in order");
            }
        }
    }

    async fn pool_square_squares_by_every_method_and_kind() {
        for kind in kinds() {
            for method in METHODS {
                let params = json!({"inputs": [1, 2, 3], "method": method, "kind": kind, "task_ms": 0});
                let record = record("pool-square", params).await;
                let mut values = numbers(&record.result["values"]);
                if method == "imap_unordered" {
                    values.sort();
                }
                assert_eq!(values, [1, 4, 9], "{method} of {kind}");
                assert_eq!(record.result["chunks"], json!([1, 1, 1]));
                let by_worker = numbers(&record.result["by_worker"]);
                assert_eq!((by_worker.len(), by_worker.iter().sum::<i64>()), (5, 3));
            }
        }
    }

    async fn pool_square_keeps_the_order_of_many_inputs() {
        let inputs: Vec<i64> = (-500..500).collect();
        let squares: Vec<i64> = inputs.iter().map(|x| x * x).collect();
        for kind in kinds() {
            for (method, chunksize) in [("map", 0), ("map", 7), ("imap", 0), ("imap", 64), ("apply_async", 0)] {
                let params = json!({
                    "inputs": inputs, "method": method, "chunksize": chunksize, "kind": kind, "workers": 3, "task_ms": 0,
                });
                let record = record("pool-square", params).await;
                assert_eq!(numbers(&record.result["values"]), squares, "{method} {chunksize} {kind}");
            }
        }
    }

    async fn the_tasks_of_the_defaults_are_handed_out_among_the_workers() {
        for kind in kinds() {
            let record = record("pool-square", json!({"kind": kind})).await;
            let squares: Vec<i64> = (1..=12).map(|x| x * x).collect();
            assert_eq!(numbers(&record.result["values"]), squares);
            let by_worker = numbers(&record.result["by_worker"]);
            // A worker that has begun is busy for a while, in which the others come for theirs.
            let busy = by_worker.iter().filter(|tasks| **tasks > 0).count();
            assert!((3..=5).contains(&busy), "{kind}: {by_worker:?}");
        }
    }

    async fn a_task_takes_as_long_as_it_is_told_to_in_either_kind_of_worker() {
        for kind in kinds() {
            let params = json!({"inputs": [1, 2, 3], "workers": 1, "kind": kind, "task_ms": 60});
            let took_ms = record("pool-square", params).await.metrics["wall_ms"].as_f64().expect("a time");
            assert!(took_ms >= 150.0, "{kind}: {took_ms}");
            // Each of three workers has one task, unless two are late by a second.
            let params = json!({"inputs": [1, 2, 3], "workers": 3, "kind": kind, "task_ms": 1_000});
            assert_eq!(record("pool-square", params).await.result["by_worker"], json!([1, 1, 1]), "{kind}");
        }
    }

    async fn a_stop_ends_a_task_that_takes_long() {
        for kind in kinds() {
            let params = json!({"inputs": [1, 2, 3], "workers": 2, "kind": kind, "task_ms": 10_000});
            let request = Request::new("pool-square", params);
            let cancel = request.cancel.clone();
            let ended = manyhands::run(request, |batch| {
                if batch.iter().any(|event| event.worker > 0) {
                    cancel.set();
                }
            });
            assert_eq!(ended.await.expect_err("a stop").kind(), "cancelled", "{kind}");
            assert!(!manyhands::engine_is_lost(), "{kind}");
        }
    }

    async fn pool_square_takes_an_empty_list_and_the_largest_numbers() {
        let empty = record("pool-square", json!({"inputs": []})).await;
        assert_eq!((&empty.result["values"], &empty.result["chunks"]), (&json!([]), &json!([])));
        let largest = record("pool-square", json!({"inputs": [94_906_265, -94_906_265]})).await;
        assert_eq!(largest.result["values"], json!([9_007_199_136_250_225_i64, 9_007_199_136_250_225_i64]));
    }

    async fn chunk_sizes_are_cpythons() {
        // len(range(20)) tasks, 3 workers: divmod(20, 12) is (1, 8), so 2.
        let inputs: Vec<i64> = (0..20).collect();
        let map = record("pool-square", json!({"inputs": inputs, "workers": 3, "task_ms": 0})).await;
        assert_eq!(map.result["chunks"], json!([2, 2, 2, 2, 2, 2, 2, 2, 2, 2]));
        let asked = record("pool-square", json!({"inputs": inputs, "workers": 3, "chunksize": 8, "task_ms": 0})).await;
        assert_eq!(asked.result["chunks"], json!([8, 8, 4]));
    }

    async fn pool_rows_counts_the_same_whatever_the_method_workers_and_kind() {
        let base = json!({"rows": 999, "columns": 5});
        let first = record("pool-rows", base.clone()).await;
        let histogram = numbers(&first.result["histogram"]);
        assert_eq!(histogram.len(), 6);
        assert_eq!(histogram.iter().sum::<i64>(), 999);
        for kind in kinds() {
            for method in METHODS {
                for workers in [1, 3] {
                    let mut params = base.clone();
                    params["kind"] = kind.into();
                    params["method"] = method.into();
                    params["workers"] = workers.into();
                    let record = record("pool-rows", params).await;
                    assert_eq!(record.result["histogram"], first.result["histogram"], "{method} {kind}");
                    if method != "imap_unordered" {
                        assert_eq!(record.result["first"], first.result["first"], "{method} {kind}");
                    }
                }
            }
        }
    }

    async fn pool_rows_makes_the_data_that_the_contract_says() {
        // Row 0 of seed 0 is made of the words 6627e8d5 e169c58d bc57ac4c 9b00dbd8 …: each times
        // ten, shifted right by 32 bits, is 3, 8, 7, 6.
        let params = json!({"rows": 1, "columns": 4, "seed": 0, "minimum": 6, "maximum": 8});
        let record = record("pool-rows", params).await;
        assert_eq!(record.result["first"], json!([3]));
        assert_eq!(record.result["histogram"], json!([0, 0, 0, 1, 0]));
    }

    async fn pool_rows_goes_through_the_table_as_often_as_asked() {
        for repeats in [1, 2, 5] {
            let record = record("pool-rows", json!({"rows": 1000, "repeats": repeats, "workers": 2})).await;
            let done: u64 = record.metrics["by_worker"]
                .as_array()
                .expect("an array")
                .iter()
                .filter_map(Value::as_u64)
                .sum();
            assert_eq!(done, 1000 * repeats);
        }
    }

    async fn print_actors_get_every_message_in_the_order_of_sending() {
        for (workers, capacity) in [(1, 0), (2, 0), (2, 1), (3, 5)] {
            let params = json!({
                "actors": 3, "messages": 100, "workers": workers, "mailbox_capacity": capacity,
            });
            let record = record("actors", params).await;
            assert_eq!(record.result["delivered"], 100);
            assert_eq!(record.result["per_actor"], json!([34, 33, 33]));
            for actor in 0..3 {
                let begins = format!("actor {}: got message ", actor + 1);
                let got: Vec<u64> = record
                    .output
                    .iter()
                    .filter_map(|line| line.text.strip_prefix(&begins)?.parse().ok())
                    .collect();
                let sent: Vec<u64> = (0..100).filter(|message| message % 3 == actor).collect();
                assert_eq!(got, sent, "actor {actor} on {workers} workers, capacity {capacity}");
            }
        }
    }

    async fn twelve_messages_are_the_default() {
        let record = record("actors", json!({})).await;
        assert_eq!((&record.result["delivered"], &record.result["per_actor"]), (&json!(12), &json!([3, 3, 3, 3])));
    }

    async fn a_thousand_actors_share_two_workers() {
        let params = json!({"actors": 1000, "messages": 3000, "workers": 2});
        let record = record("actors", params).await;
        assert_eq!(record.result["per_actor"], Value::from(vec![3; 1000]));
    }

    async fn a_pipeline_passes_each_message_through_every_actor() {
        for (workers, capacity) in [(1, 0), (2, 0), (3, 1), (2, 5)] {
            let params = json!({
                "pattern": "pipeline", "actors": 5, "messages": 200, "workers": workers, "mailbox_capacity": capacity,
            });
            let record = record("actors", params).await;
            assert_eq!(record.result["delivered"], 1_000);
            assert_eq!(record.result["per_actor"], json!([200, 200, 200, 200, 200]));
        }
    }

    async fn a_ring_passes_one_token_round() {
        for (actors, hops, per_actor) in [(3, 7, json!([3, 2, 2])), (4, 0, json!([0, 0, 0, 0])), (2, 1, json!([1, 0]))] {
            for workers in [1, 2] {
                let params = json!({"pattern": "ring", "actors": actors, "messages": hops, "workers": workers});
                let record = record("actors", params).await;
                assert_eq!(record.result["per_actor"], per_actor);
                assert_eq!(record.result["delivered"], hops);
            }
        }
    }

    async fn a_bounded_fan_in_holds_its_senders_back() {
        for (capacity, waits) in [(0, false), (1, true)] {
            let params = json!({
                "pattern": "fan-in", "actors": 4, "messages": 500, "workers": 2, "mailbox_capacity": capacity,
            });
            let mut waited = false;
            let run = manyhands::run(Request::new("actors", params), |batch| {
                waited |= batch.iter().any(|event| match &event.what {
                    What::Wait { on } => on == "room in a mailbox",
                    _ => false,
                });
            });
            let record = run.await.expect("a run").record;
            assert_eq!(record.result["per_actor"], json!([0, 0, 0, 500]));
            // Three sources and one place: most sends find it taken. Both the count and the lanes say so.
            let counted = record.metrics["sends_that_waited"].as_u64().expect("a count");
            assert_eq!((counted > 0, waited), (waits, waits), "{counted} waited");
        }
    }

    async fn no_pattern_minds_having_nothing_to_do() {
        for pattern in ["print", "ping-pong", "pipeline", "ring", "fan-in"] {
            let record = record("actors", json!({"pattern": pattern, "messages": 0})).await;
            assert_eq!(record.result["delivered"], 0, "{pattern}");
        }
    }

    /// The last actor holds the messages of each sender to their order, and fails otherwise.
    async fn a_million_messages_between_workers_come_in_order_and_none_is_lost() {
        // Without shared memory each goes by way of the main program: fewer do.
        let messages = if has_threads() { 1_000_000 } else { 20_000 };
        let params = json!({"pattern": "fan-in", "actors": 4, "messages": messages, "workers": 2});
        let record = record("actors", params).await;
        assert_eq!(record.result["per_actor"], json!([0, 0, 0, messages]));
    }

    async fn an_exception_comes_where_the_result_is_asked_for() {
        let raised = |input: Value| json!([{"input": input, "type": "ValueError", "message": "5 is not allowed"}]);
        let others = json!([1, 4, 9, 16, 36, 49, 64]);
        for (method, values, errors) in [
            ("map", json!([]), raised(Value::Null)),
            ("imap", others.clone(), raised(5.into())),
            ("submit", others, raised(5.into())),
        ] {
            for workers in [1, 3] {
                let params = json!({"method": method, "workers": workers});
                let result = record("failing-tasks", params).await.result;
                assert_eq!(result["values"], values, "{method}");
                assert_eq!(result["errors"], errors, "{method}");
                assert_eq!(result["finished"], 8, "all are done, whoever raised");
            }
            let params = json!({"method": method, "raises": null});
            let result = record("failing-tasks", params).await.result;
            assert_eq!(result["values"], json!([1, 4, 9, 16, 25, 36, 49, 64]), "{method}");
            assert_eq!(result["errors"], json!([]), "{method}");
        }
    }

    async fn tasks_that_are_said_to_be_done_were_begun_each() {
        let inputs: Vec<i64> = (1..=100).collect();
        let params = json!({"inputs": inputs, "raises": 1});
        let mut begun = 0;
        let run = manyhands::run(Request::new("failing-tasks", params), |events| {
            begun += events.iter().filter(|event| matches!(event.what, What::Run { .. })).count();
        });
        let finished = run.await.expect("a run").record.result["finished"].clone();
        assert_eq!(finished, 100);
        assert!(begun >= 100, "{begun}");
    }

    async fn a_process_that_ends_breaks_its_pool_and_nobody_waits() {
        // Alone it does one task after the other, so what was done before is certain.
        let params = json!({"method": "submit", "raises": 2, "ends_process": 4, "workers": 1});
        let result = record("failing-tasks", params).await.result;
        assert_eq!(result["values"], json!([1, 9]));
        assert_eq!(result["finished"], 3);
        let errors = result["errors"].as_array().expect("errors");
        let inputs: Vec<&Value> = errors.iter().map(|error| &error["input"]).collect();
        assert_eq!(inputs, [2, 4, 5, 6, 7, 8]);
        assert_eq!(errors[0]["type"], "ValueError");
        for error in &errors[1..] {
            assert_eq!(error["type"], "BrokenProcessPool");
            let message = error["message"].as_str().expect("a text");
            assert!(message.contains("process 1 ended") && message.contains('1'), "{message}");
        }
    }

    async fn programs_have_their_own_output_and_exit_and_one_that_fails_leaves_the_others() {
        let programs = json!([
            {"lesson": "pool-square", "params": {"inputs": [4], "kind": "processes", "workers": 1}},
            {"lesson": "pool-square", "params": {"workers": 0}},
            {"lesson": "pi", "params": {"backend": "cuda", "points": 10}},
            {"lesson": "misbehave", "params": {"how": "panic-in-main"}},
            {"lesson": "generators", "params": {"tasks": [{"name": "A", "steps": 2}]}},
        ]);
        for workers in [1, 2] {
            let record = record("pool-programs", json!({"programs": programs, "workers": workers})).await;
            let ran = record.result["programs"].as_array().expect("programs").clone();
            let exits: Vec<&Value> = ran.iter().map(|program| &program["exit"]).collect();
            assert_eq!(exits, [0, 2, 3, 4, 0], "{}", record.result);
            let output = |program: usize| -> Vec<String> {
                serde_json::from_value(ran[program]["output"].clone()).expect("lines")
            };
            assert_eq!(output(0), ["[16]"]);
            assert!(output(1)[0].contains("workers"), "{:?}", output(1));
            assert!(output(2).last().expect("a line").contains("cuda"), "{:?}", output(2));
            // What a program printed before its process died is in the run's output; how it died, here.
            assert!(output(3).last().expect("a line").contains("the coordinator panicked as told"), "{:?}", output(3));
            assert_eq!(output(4), ["A: step 1", "A: step 2"]);
            for program in &ran {
                let worker = program["worker"].as_u64().expect("a worker");
                assert!((1..=workers).contains(&worker), "{program}");
            }
            // The lines came while the programs ran, each from the worker that ran it.
            let line = record.output.iter().find(|line| line.text == "A: step 2").expect("the line");
            assert_eq!(Some(u64::from(line.worker)), ran[4]["worker"].as_u64());
        }
    }

    async fn common_elements_are_found_pair_by_pair() {
        let expected = json!([[2, 3], [6, 8], [10, 12], []]);
        for method in METHODS {
            let record = record("pool-commons", json!({"method": method, "workers": 3})).await;
            let values = record.result["values"].clone();
            match method {
                "imap_unordered" => {
                    let mut values = values.as_array().expect("values").clone();
                    values.sort_by_key(Value::to_string);
                    let mut all = expected.as_array().expect("values").clone();
                    all.sort_by_key(Value::to_string);
                    assert_eq!(values, all);
                }
                _ => assert_eq!(values, expected, "{method}"),
            }
        }
        // Each element once, and in order, whatever the lists say.
        let params = json!({"list_a": [[3, 1, 3, -2]], "list_b": [[3, -2, 3, 9]]});
        assert_eq!(record("pool-commons", params).await.result["values"], json!([[-2, 3]]));
        let params = json!({"list_a": [], "list_b": []});
        assert_eq!(record("pool-commons", params).await.result["values"], json!([]));
    }

    async fn ping_and_pong_answer_each_other() {
        for workers in [1, 2] {
            let params = json!({"pattern": "ping-pong", "messages": 500, "workers": workers, "actors": 7});
            let record = record("actors", params).await;
            assert_eq!(record.result["delivered"], 1000);
            assert_eq!(record.result["per_actor"], json!([500, 500]));
        }
    }

    async fn processors_measures_each_number_of_workers() {
        let record = record("processors", json!({"max_workers": 3, "probe_ms": 20})).await;
        let scaling = record.result["scaling"].as_array().expect("an array");
        let workers: Vec<&Value> = scaling.iter().map(|point| &point["workers"]).collect();
        assert_eq!(workers, [1, 2, 3]);
        let measured: Vec<f64> = scaling
            .iter()
            .filter_map(|point| point["relative_throughput"].as_f64())
            .collect();
        // On a busy machine there may be none of one, and then there is none of all.
        match record.result["effective"].as_f64() {
            Some(effective) => {
                assert_eq!((measured[0], measured.len()), (1.0, 3));
                assert_eq!(effective, measured.iter().copied().fold(0.0, f64::max));
            }
            None => assert!(record.metrics["unmeasured"]["effective"]["why"].is_string(), "{record:?}"),
        }
        assert!(record.result["logical"].as_u64().expect("a number") >= 1);
        // A build without threads may be on a page that could have them; not the other way round.
        if has_threads() {
            assert_eq!(record.result["features"]["shared_memory"]["available"], true);
        }
    }

    async fn pi_counts_the_same_on_every_back_end_with_any_number_of_workers() {
        let mut ways = vec![json!({"backend": "serial"}), json!({"backend": "auto"})];
        for workers in [1, 2, 3, 7] {
            ways.push(json!({"backend": "threads", "workers": workers}));
        }
        ways.push(json!({"backend": "webgpu"}));
        ways.push(json!({"backend": "webgpu", "workgroup_size": 32, "points_per_invocation": 100}));
        for mut params in ways {
            let backend = params["backend"].clone();
            params["points"] = 20_000_000.into();
            match run("pi", params.clone()).await {
                Ok(record) => {
                    assert_eq!(record.result["inside"], 15_707_117, "{params}");
                    let convergence = record.result["convergence"].as_array().expect("an array");
                    let last = convergence.last().expect("an estimate");
                    assert_eq!((&last["points"], &last["inside"]), (&json!(20_000_000), &json!(15_707_117)));
                    if backend != "auto" {
                        assert_eq!(record.result["backend"], backend);
                    }
                }
                // Where it may be missing.
                Err(Error::Unsupported { message }) if backend == "webgpu" => drop(no_webgpu(message)),
                Err(error) => panic!("pi with {params}: {error}"),
            }
        }
    }

    async fn pi_tells_its_estimate_as_it_goes() {
        let mut told = Vec::new();
        let request = Request::new("pi", json!({"points": 3_000_000, "backend": "serial"}));
        let run = manyhands::run(request, |events| {
            told.extend(events.into_iter().filter_map(|event| match event.what {
                What::Progress { done, estimate, .. } => Some((done, estimate)),
                _ => None,
            }));
        });
        let record = run.await.expect("it runs").record;
        let &(done, estimate) = told.last().expect("progress");
        assert_eq!(done, 3e6);
        assert!(estimate.is_some());
        assert_eq!(estimate, record.result["estimate"].as_f64());
    }

    async fn the_darts_are_the_points_that_pi_counts() {
        for generator in ["philox", "xorshift"] {
            for seed in [0, 7] {
                let params = json!({"points": 3_001, "generator": generator, "seed": seed});
                let darts = record("pi-darts", params.clone()).await;
                let mut counted = params;
                counted["backend"] = "serial".into();
                let counted = record("pi", counted).await;
                assert_eq!(darts.result["inside"], counted.result["inside"], "{generator} {seed}");
                let drawn = darts.result["darts"].as_array().expect("darts");
                assert_eq!(drawn.len(), 3_001);
                let inside = drawn.iter().filter(|dart| dart[2] == true).count();
                assert_eq!(json!(inside), darts.result["inside"]);
                for dart in drawn {
                    let [x, y] = [0, 1].map(|at| dart[at].as_f64().expect("a number"));
                    assert!((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y), "{dart}");
                }
            }
        }
    }

    async fn pi_counts_few_points_and_ends_that_fit_nothing() {
        for (points, inside) in [(1, None), (3, None), (1_000, Some(764)), (1_000_000, Some(784_465))] {
            let serial = record("pi", json!({"points": points, "backend": "serial"})).await;
            let threads = record("pi", json!({"points": points, "backend": "threads", "workers": 5})).await;
            assert_eq!(serial.result["inside"], threads.result["inside"], "{points} points");
            if let Some(inside) = inside {
                assert_eq!(serial.result["inside"], inside);
            }
        }
    }

    async fn pi_on_a_back_end_that_is_missing_is_unsupported_by_name() {
        match run("pi", json!({"backend": "cuda", "points": 1_000})).await {
            Ok(record) => assert_eq!(record.result["backend"], "cuda"),
            Err(error) => {
                assert_eq!(error.kind(), "unsupported");
                assert!(error.to_string().contains("cuda"), "{error}");
            }
        }
    }

    async fn the_lessons_about_shared_memory_are_these() {
        let without = json!({});
        let of_threads: Vec<&str> = REGISTRY
            .all()
            .filter(|lesson| lesson.needs(&without).expect("defaults").shared_memory)
            .map(|lesson| lesson.about.id)
            .collect();
        assert_eq!(of_threads, ABOUT_SHARED_MEMORY);
    }

    #[cfg(all(target_family = "wasm", not(target_feature = "atomics")))]
    async fn a_lesson_about_shared_memory_is_refused_by_name_without_it() {
        for id in ABOUT_SHARED_MEMORY {
            let error = run(id, json!({})).await.expect_err("no memory to share");
            assert_eq!((error.kind(), error.exit_code()), ("unsupported", 3), "{id}: {error}");
            assert!(error.to_string().contains(id), "{error}");
        }
    }

    async fn what_shared_memory_is_for_is_unsupported_without_it() {
        let asked = run("pool-square", json!({"kind": "threads"})).await;
        match asked {
            Ok(_) => assert!(has_threads()),
            Err(error) => {
                assert!(!has_threads());
                assert_eq!((error.kind(), error.exit_code()), ("unsupported", 3));
            }
        }
    }
}
