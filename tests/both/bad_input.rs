//! Bad input gets an error that names the parameter and what is allowed; nothing else happens.

use crate::common::run;
use crate::harness::tests;
use manyhands::contract::schema;
use manyhands::pi::philox::Words;
use manyhands::{Error, REGISTRY, Request};
use serde_json::{Map, Value, json};

/// The error's kind, the parameter it names, and what it says.
async fn refusal(lesson: &str, params: Value) -> (String, String) {
    match run(lesson, params.clone()).await {
        Err(error @ Error::InvalidParameter { .. }) => (
            error.parameter().unwrap_or_default().to_string(),
            error.to_string(),
        ),
        other => panic!("{lesson} with {params}: {other:?}"),
    }
}

tests! {
    async fn the_error_names_the_parameter_and_what_is_allowed() {
        let cases = [
            ("pool-square", json!({"workers": 1_000_000_000}), "workers", "an integer from 1 to 64"),
            ("pool-square", json!({"workers": 0}), "workers", "an integer from 1 to 64"),
            ("pool-square", json!({"workers": "two"}), "workers", "an integer from 1 to 64"),
            ("pool-square", json!({"workers": null}), "workers", "an integer from 1 to 64"),
            ("pool-square", json!({"inputs": [1, 2.5]}), "inputs", "from -94906265 to 94906265"),
            ("pool-square", json!({"inputs": [94_906_266]}), "inputs", "from -94906265 to 94906265"),
            ("pool-square", json!({"inputs": 3}), "inputs", "a list"),
            ("pool-square", json!({"method": "mapp"}), "method", "imap_unordered"),
            ("pool-square", json!({"chunksize": -1}), "chunksize", "an integer from 0"),
            ("pool-rows", json!({"high": 0}), "high", "above low"),
            ("pool-rows", json!({"rows": 20_000_000}), "rows", "at most 20000000"),
            ("pool-rows", json!({"seed": 9_007_199_254_740_992_u64}), "seed", "9007199254740991"),
            ("pool-rows", json!({"seed": -1}), "seed", "9007199254740991"),
            ("pool-commons", json!({"list_b": [[1], [2]]}), "list_b", "it has 2 lists and list_a has 4; allowed are equally many"),
            ("pool-commons", json!({"list_a": [[1, 2.5]]}), "list_a", "9007199254740991"),
            ("pool-commons", json!({"list_a": [1, 2]}), "list_a", "a list"),
            ("failing-tasks", json!({"ends_process": 3}), "ends_process", "submit"),
            ("pool-programs", json!({"programs": [{"lesson": "pool-programs"}]}), "programs", "any other lesson"),
            ("pool-programs", json!({"programs": [{"lesson": "nope"}]}), "programs", "generators"),
            ("threads", json!({"threads": [{"name": "A"}, {"name": "A"}]}), "threads", "names that differ"),
            ("threads", json!({"threads": []}), "threads", "from 1 to 64"),
            ("threads", json!({"threads": [{"name": "A"}, {"name": "A"}]}), "threads", "threads[1].name"),
            ("threads", json!({"threads": [{"name": "A"}, {"delay_ms": 1}]}), "threads", "threads[1].name"),
            ("threads", json!({"threads": [{"name": "A"}, {"name": "B", "delay_ms": -1}]}), "threads", "threads[1].delay_ms"),
            ("threads", json!({"threads": [{"name": "A"}, {"name": "B", "dely": 1}]}), "threads", "threads[1].dely"),
            ("threads", json!({"threads": [{"name": "A"}, 5]}), "threads", "threads[1]"),
            ("generators", json!({"tasks": [{"name": "A", "steps": 1}, {"name": "B"}]}), "tasks", "tasks[1].steps"),
            ("generators", json!({"tasks": [{"name": "A", "steps": 1}, {"name": "", "steps": 1}]}), "tasks", "tasks[1].name"),
            ("pool-programs", json!({"programs": [{"lesson": "pi"}, {"lesson": "nope"}]}), "programs", "programs[1].lesson"),
            ("pool-programs", json!({"programs": [{"lesson": "pi", "params": 3}]}), "programs", "programs[0].params"),
            ("pool-commons", json!({"list_a": [[1], [2, "x"]]}), "list_a", "list_a[1][1]"),
            // The README says this one.
            ("hello", json!({"whom": ""}), "whom", r#"parameter whom of hello: "" is not allowed; allowed is a string of length from 1 to 80"#),
            ("background-zip", json!({"file_name": ""}), "file_name", "from 1 to 100"),
            ("background-zip", json!({"file_name": "../mydata.txt"}), "file_name", "the name of one file"),
            ("background-zip", json!({"file_name": ".."}), "file_name", "the name of one file"),
            ("background-zip", json!({"file_name": "a\nb"}), "file_name", "the name of one file"),
            ("background-zip", json!({"text": 5}), "text", "a string"),
            ("background-zip", json!({"lines": 2_000_001}), "lines", "from 0 to 2000000"),
            ("gil", json!({"io_fraction": 1.5}), "io_fraction", "from 0"),
            ("actors", json!({"pattern": "star"}), "pattern", "fan-in"),
            ("actors", json!({"mailbox_capacity": -1}), "mailbox_capacity", "an integer from 0"),
            ("actors", json!({"actors": 1}), "actors", "from 2 to 1000"),
            ("processors", json!({"probe_ms": 1}), "probe_ms", "from 10"),
            ("pool-square", json!({"wrokers": 1}), "wrokers", "workers"),
        ];
        for (lesson, params, parameter, allowed) in cases {
            let (named, message) = refusal(lesson, params.clone()).await;
            assert_eq!(named, parameter, "{lesson} with {params}: {message}");
            assert!(message.contains(parameter), "{message}");
            assert!(message.contains(allowed), "{message} does not say {allowed}");
        }
    }

    async fn unknown_lessons_and_presets_are_named_with_those_there_are() {
        let (named, message) = refusal("pool-sqare", json!({})).await;
        assert_eq!(named, "lesson");
        assert!(message.contains("pool-sqare") && message.contains("pool-square"), "{message}");
        let mut request = Request::new("actors", json!({}));
        request.preset = Some("PrintActors".into());
        let error = manyhands::run(request, |_| {}).await.expect_err("no such preset");
        assert_eq!(error.parameter(), Some("preset"));
        assert!(error.to_string().contains("PrintActor"), "{error}");
    }

    async fn what_is_no_object_is_refused() {
        for params in [json!(null), json!([1]), json!("workers"), json!(5)] {
            let (named, message) = refusal("actors", params).await;
            assert_eq!(named, "");
            assert!(message.contains("a JSON object"), "{message}");
        }
    }

    async fn whole_numbers_are_integers_however_they_are_written() {
        let params = serde_json::from_str(r#"{"workers": 2.0, "inputs": [1e2]}"#).expect("JSON");
        let record = crate::common::record("pool-square", params).await;
        assert_eq!(record.params["workers"], 2);
        assert_eq!(record.result["values"], json!([10000]));
    }

    async fn presets_go_before_defaults_and_parameters_before_presets() {
        let mut request = Request::new("pool-square", json!({"workers": 2}));
        request.preset = Some("apply".into());
        let record = manyhands::run(request, |_| {}).await.expect("a run").record;
        assert_eq!(record.params["workers"], 2);
        assert_eq!(record.params["method"], "apply");
        assert_eq!(record.params["inputs"], json!([1, 2, 3, 4, 5, 6]));
        assert_eq!(record.params["chunksize"], 0);
    }

    async fn every_number_has_bounds() {
        fn look(place: &str, schema: &Value) {
            let number = ["integer", "number"].map(Value::from).contains(&schema["type"]);
            let bounds = [&schema["minimum"], &schema["maximum"]];
            assert!(!number || bounds.iter().all(|bound| bound.is_number()), "{place}: {schema}");
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                look(&format!("{place}.{name}"), property);
            }
            if let Some(items) = schema.get("items") {
                look(&format!("{place}[]"), items);
            }
        }
        for lesson in REGISTRY.all() {
            look(lesson.about.id, &lesson.schema());
        }
    }

    async fn a_schema_without_words_allows_the_same() {
        let mut words = Words::new(2);
        let mut refused = 0;
        for lesson in REGISTRY.all() {
            let whole = lesson.schema();
            let bare = schema::without_words(&whole);
            for _ in 0..200 {
                let params = random_params(&whole, &mut words);
                let checked = schema::check(&whole, &params);
                assert_eq!(checked, schema::check(&bare, &params), "{} with {params}", lesson.about.id);
                refused += u32::from(checked.is_err());
            }
        }
        assert!(refused > 500, "only {refused} were refused: the random values are too tame");
    }

    async fn random_json_gives_a_record_or_an_error_that_names() {
        run_random(12).await;
    }

    /// Where it runs makes no difference to what is refused.
    #[cfg(not(target_family = "wasm"))]
    #[long = "runs each lesson two hundred times: minutes"]
    async fn much_random_json_gives_a_record_or_an_error_that_names() {
        run_random(200).await;
    }
}

/// Runs each lesson that is listed this often, each time with other values.
async fn run_random(times: u32) {
    let mut words = Words::new(1);
    let (mut runs, mut refused) = (0, 0);
    // Python is no part of every build; its program is text, and whatever the text, it runs.
    for lesson in REGISTRY
        .listed()
        .filter(|lesson| lesson.schema()["properties"]["program"].is_null())
    {
        for _ in 0..times {
            let params = random_params(&lesson.schema(), &mut words);
            let request = Request::new(lesson.about.id, params.clone());
            let cancel = request.cancel.clone();
            let ended = manyhands::run(request, |batch| {
                // Long enough to see that it works.
                if batch.iter().any(|event| event.t_us > 300_000.0) {
                    cancel.set();
                }
            });
            runs += 1;
            match ended.await {
                Ok(run) => assert_eq!(run.record.lesson, lesson.about.id),
                Err(Error::Cancelled) => {}
                Err(error) => {
                    assert_ne!(
                        error.kind(),
                        "failed",
                        "{} with {params}: {error}",
                        lesson.about.id
                    );
                    assert!(!error.to_string().is_empty());
                    refused += 1;
                }
            }
        }
    }
    assert!(
        refused > runs / 20,
        "only {refused} of {runs} were refused: the random values are too tame"
    );
}

/// An object with some of the lesson's parameters and some that are not, nasty values and good.
/// What would make a run long is kept small, so that most of what is allowed runs to its end.
fn random_params(schema: &Value, words: &mut Words) -> Value {
    let mut pick = |below: u32| words.next().expect("endless") % below;
    let properties = schema["properties"].as_object().expect("properties");
    let mut params = Map::new();
    for (name, property) in properties {
        let small = match property["type"].as_str() {
            Some("integer") => Some(property["minimum"].as_i64().unwrap_or(0).max(1)),
            _ => None,
        };
        let value = match pick(8) {
            0 => nasty(pick(16)),
            1 => match small {
                Some(small) => (small + i64::from(pick(4))).into(),
                None => continue,
            },
            // A large amount of work is allowed, and not what this test is about.
            _ => match name.as_str() {
                "rows" | "messages" | "points" | "lines" => 1_000.into(),
                "probe_ms" => 10.into(),
                "workers" | "max_workers" => 2.into(),
                // Whole lessons, with defaults of their own.
                "programs" => json!([{"lesson": "generators"}]),
                name if name.ends_with("_ms") => 10.into(),
                _ => continue,
            },
        };
        params.insert(name.clone(), value);
    }
    if pick(8) == 0 {
        params.insert("__proto__".into(), nasty(pick(16)));
    }
    match pick(24) {
        0 => nasty(pick(16)),
        _ => Value::Object(params),
    }
}

fn nasty(which: u32) -> Value {
    match which {
        0 => json!(null),
        1 => json!(true),
        2 => json!(-1),
        3 => json!(0.5),
        4 => json!(1e300),
        5 => json!(-1e300),
        6 => json!(u64::MAX),
        7 => json!(i64::MIN),
        8 => json!(""),
        9 => json!("\u{0}<script>alert(1)</script>"),
        10 => json!("9".repeat(5_000)),
        11 => json!([]),
        12 => json!([[[[]]]]),
        13 => json!({}),
        14 => json!({"a": {"b": [1, {"c": null}]}}),
        _ => json!([1, "two", null, 3.5]),
    }
}
