//! What is shown is what runs: CPython prints of the result what the lesson's parameters determine,
//! and the lesson's run says the same.

use super::python::{Program, run_all, run_lesson};
use super::smaller::{enough_for_python, smaller};
use super::{choices, file, listed, of, presets, properties};
use crate::harness::{Tested, tests};
use manyhands::engine::Entry;
use manyhands::engine::listing::listing;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// A lesson with parameters.
struct Case {
    lesson: &'static Entry,
    preset: Option<&'static str>,
    params: Value,
}

impl Case {
    fn what(&self) -> String {
        let Self {
            lesson,
            preset,
            params,
        } = self;
        format!("{}, preset {preset:?}, {params}", lesson.about.id)
    }

    /// The record of a run. All back ends of pi give the same count, so where there is no such GPU
    /// threads count.
    fn record(&self) -> Result<Value, String> {
        let id = self.lesson.about.id;
        let ran = match run_lesson(id, self.preset, &self.params, &[]) {
            Err((Some(3), _)) if id == "pi" => {
                let mut params = self.params.clone();
                params["backend"] = "threads".into();
                run_lesson(id, self.preset, &params, &[])
            }
            ran => ran,
        };
        ran.map_err(|(code, said)| format!("the lesson ended with {code:?}: {said}"))
    }

    /// Whether a program that printed this says what the lesson does.
    fn check(&self, printed: &str) -> Result<(), String> {
        let determined = self.lesson.determined(self.preset, &self.params);
        let determined = determined.map_err(|error| error.to_string())?;
        let record = self.record()?;
        says(printed, &record["result"], determined)?;
        // What these say of each program is on a line of its own.
        let programs = record["result"]["programs"].as_array();
        for program in programs.into_iter().flatten() {
            let (lesson, exit) = (
                program["lesson"].as_str().unwrap_or_default(),
                &program["exit"],
            );
            let line = format!("{lesson}: exit {exit}");
            if !printed.lines().any(|one| one == line) {
                return Err(format!("there is no line {line:?}"));
            }
        }
        Ok(())
    }
}

/// The part of a result that these keys name; one within another is `threads.spawn_ms`.
fn part(result: &Value, keys: &[&str]) -> Result<Value, String> {
    let mut part = json!({});
    for key in keys {
        let pointer = format!("/{}", key.replace('.', "/"));
        let value = result.pointer(&pointer);
        let value = value.ok_or_else(|| format!("the result has no {key}: {result}"))?;
        let mut at = &mut part;
        for name in key.split('.') {
            at = &mut at[name];
        }
        *at = value.clone();
    }
    Ok(part)
}

/// Whether the last line is the part of the result that is determined, as one object of JSON; where
/// nothing is, nothing is claimed.
fn says(printed: &str, result: &Value, determined: &[&str]) -> Result<(), String> {
    let last = printed.lines().last().unwrap_or_default();
    let said: Option<Map<String, Value>> = serde_json::from_str(last).ok();
    let expected = part(result, determined)?;
    match said {
        None if determined.is_empty() => Ok(()),
        Some(said) if !determined.is_empty() && Value::from(said.clone()) == expected => Ok(()),
        _ => Err(format!("the run says {expected}, the program {last}")),
    }
}

/// Other values of a parameter that are worth a look: the smallest numbers, a text that wants
/// escaping.
fn edges(property: &Value) -> Vec<Value> {
    match property["type"].as_str() {
        Some("integer") => {
            let least = property["minimum"].as_i64().unwrap_or(0);
            vec![json!(least), json!(least + 1), json!(least + 2)]
        }
        Some("number") => vec![property["minimum"].clone(), property["maximum"].clone()],
        Some("string") if choices(property).is_empty() => vec![json!("it's a \"\\\" 手")],
        _ => Vec::new(),
    }
}

/// Each preset with each choice and each edge of one parameter, with little work.
fn cases(lesson: &'static Entry) -> Vec<Case> {
    let case = |preset, params| Case {
        lesson,
        preset,
        params: smaller(lesson, preset, &params, enough_for_python),
    };
    let mut cases = Vec::new();
    for preset in presets(lesson) {
        cases.push(case(preset, json!({})));
        for (name, property) in properties(lesson) {
            let choices = choices(&property).into_iter();
            cases.extend(choices.map(|value| case(preset, json!({&*name: value}))));
        }
    }
    for (name, property) in properties(lesson) {
        let edges = edges(&property).into_iter();
        cases.extend(edges.map(|value| case(None, json!({&*name: value}))));
    }
    cases
}

tests! {
    fn every_listing_runs_as_it_is() -> Tested {
        let programs = listed().map(|lesson| Program {
            of: (),
            what: lesson.about.id.into(),
            source: file(lesson),
        });
        run_all("listings-as-they-are", programs.collect(), |(), _| Ok(()))
    }

    fn every_listing_says_what_its_lessons_run_says() -> Tested {
        // By its text: some parameters change nothing in it, and so must change nothing that is
        // determined.
        let mut programs: BTreeMap<String, Vec<Case>> = BTreeMap::new();
        let (mut count, mut refused) = (0, 0);
        for case in listed().flat_map(cases) {
            count += 1;
            match listing(case.lesson, case.preset, &case.params) {
                Ok(listing) => programs.entry(listing.source).or_default().push(case),
                // One parameter alone may not go with the others.
                Err(error) => {
                    assert_eq!(error.kind(), "invalid-parameter", "{}: {error}", case.what());
                    refused += 1;
                }
            }
        }
        assert!(programs.len() > 100, "only {} programs", programs.len());
        assert!(refused < count / 4, "{refused} of {count} were refused");
        let programs = programs.into_iter().map(|(source, of)| {
            let what = of[0].lesson.about.id.to_string();
            Program { of, what, source }
        });
        run_all("listings-with-parameters", programs.collect(), |cases, printed| {
            let mut cases = cases.iter();
            cases.try_for_each(|case| case.check(printed).map_err(|wrong| format!("{}: {wrong}", case.what())))
        })
    }

    #[long = "some presets count hundreds of millions of points in Python: minutes"]
    fn every_listing_says_the_same_with_each_preset_whole() -> Tested {
        let whole = |lesson: &'static Entry| {
            presets(lesson).skip(1).map(move |preset| {
                let case = Case { lesson, preset, params: json!({}) };
                Program { what: case.what(), source: of(lesson, preset, &json!({})).source, of: case }
            })
        };
        let programs = listed().flat_map(whole).collect();
        run_all("listings-with-presets", programs, Case::check)
    }

    fn a_program_that_says_otherwise_is_found_out() {
        let result = json!({"values": [1, 4], "by_worker": [2], "threads": {"ms": 5, "seen": true}});
        let keys = ["values", "threads.seen"];
        let right = r#"{"values": [1, 4], "threads": {"seen": true}}"#;
        assert_eq!(says(&format!("[1, 4]\n{right}\n"), &result, &keys), Ok(()));
        for wrong in [
            r#"{"values": [1, 5], "threads": {"seen": true}}"#,
            r#"{"values": [1, 4]}"#,
            r#"{"values": [1, 4], "threads": {"seen": true}, "by_worker": [2]}"#,
            "[1, 4]",
            "",
        ] {
            assert!(says(wrong, &result, &keys).is_err(), "{wrong}");
        }
        assert!(says(&format!("{right}\nand more"), &result, &keys).is_err(), "it is not the last line");
        assert!(says(right, &result, &["values", "lost"]).is_err(), "the result has no such key");
        assert_eq!(says("done", &result, &[]), Ok(()));
        assert!(says(right, &result, &[]).is_err(), "nothing is determined");
    }

    fn what_is_determined_is_a_part_of_the_result() {
        for lesson in listed() {
            let outcome = lesson.outcome();
            for case in cases(lesson) {
                // Those that are not allowed are another test's.
                let determined = lesson.determined(case.preset, &case.params).unwrap_or_default();
                for key in determined {
                    let name = key.split('.').next().unwrap_or_default();
                    assert!(outcome["properties"].get(name).is_some(), "{}: {key}", case.what());
                }
            }
        }
    }
}
