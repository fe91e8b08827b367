//! The lines of a listing that its reader is to see: each points at something that runs show.

use super::python::{each, run_lesson};
use super::smaller::smaller;
use super::{choices, file, listed, of, presets, properties};
use crate::harness::tests;
use manyhands::engine::Entry;
use manyhands::engine::listing::{ShownState, Shows};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

/// How much work is enough for a run that shows everything.
fn enough_to_see(name: &str) -> Option<f64> {
    Some(match name {
        "points" => 2_000_000.0,
        "rows" | "lines" => 20_000.0,
        "increments" => 1_000_000.0,
        "repeats" => 2.0,
        "interval_ms" => 10.0,
        "timeout_ms" => 50.0,
        "probe_ms" => 20.0,
        _ => return None,
    })
}

/// Runs that together show all that a lesson can: each preset, each choice of a parameter, and what
/// neither of these sets.
fn runs(lesson: &'static Entry) -> Vec<(Option<&'static str>, Value)> {
    let mut runs: Vec<_> = presets(lesson).map(|preset| (preset, json!({}))).collect();
    for (name, property) in properties(lesson) {
        let choices = choices(&property).into_iter();
        runs.extend(choices.map(|value| (None, json!({&*name: value}))));
    }
    runs.into_iter()
        .map(|(preset, params)| (preset, smaller(lesson, preset, &params, enough_to_see)))
        .collect()
}

/// The states in a run's trace, each with what it is about: on what a worker ran, what it held, for
/// what it waited.
fn states(trace: &Value) -> BTreeSet<(String, String)> {
    let events = trace["traceEvents"].as_array().expect("events");
    let states = events.iter().filter(|event| event["ph"] == "X");
    let of = |value: &Value| value.as_str().unwrap_or_default().to_string();
    states
        .map(|event| {
            let (category, name) = (of(&event["cat"]), of(&event["name"]));
            let about = match &*category {
                "hold" => of(&event["args"]["holding"]),
                "wait" => name.trim_start_matches("wait for ").to_string(),
                _ => name,
            };
            (category, about)
        })
        .collect()
}

/// Whether a line that shows this points at such a state.
fn points_at(shows: &Shows, (category, about): &(String, String)) -> bool {
    let state = match shows.state {
        ShownState::Run => "run",
        ShownState::Hold => "hold",
        ShownState::Wait => "wait",
        ShownState::Sleep => "sleep",
    };
    let begins = |what: &str| {
        let rest = about.strip_prefix(what);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    category == state && shows.what.is_none_or(begins)
}

/// What the lines of the lesson's file point at and no run of it has.
fn pointing_at_nothing(number: usize, lesson: &'static Entry) -> Result<(), String> {
    let id = lesson.about.id;
    let trace = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("listing-lines-{number}.json"));
    let (mut lines, mut missing, mut found) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    // Whether a thread waits for another is chance.
    for _ in 0..5 {
        for (preset, params) in runs(lesson) {
            let listing = of(lesson, preset, &params);
            let text: Vec<&str> = listing.source.lines().collect();
            let path = trace.to_str().expect("UTF-8");
            match run_lesson(id, preset, &params, &["--trace", path]) {
                Ok(_) => {}
                // There may be no GPU of a kind.
                Err((Some(3), _)) => continue,
                Err((_, said)) => return Err(format!("{id}, {preset:?}, {params}: {said}")),
            }
            let trace = std::fs::read_to_string(&trace).map_err(|error| error.to_string())?;
            let trace = serde_json::from_str(&trace).map_err(|error| error.to_string())?;
            let states = states(&trace);
            for line in &listing.lines {
                lines.insert(text[line.line - 1].trim().to_string());
                for shows in &line.shows {
                    let pointer = format!("{}: {shows:?}", text[line.line - 1].trim());
                    match states.iter().any(|state| points_at(shows, state)) {
                        true => found.insert(pointer),
                        false => missing.insert(pointer),
                    };
                }
            }
        }
        missing.retain(|pointer| !found.contains(pointer));
        if missing.is_empty() {
            break;
        }
    }
    let file = file(lesson);
    for line in file.lines().filter(|line| line.contains(" @")) {
        let text = line.split("#:").next().unwrap_or_default().trim();
        let has = lines.iter().any(|line| line == text);
        // A value that follows a parameter may be another there.
        let is_value = line
            .split_once("#:")
            .is_some_and(|(_, said)| !said.trim().starts_with('@'));
        if !has && !is_value {
            missing.insert(format!("{text}: no run has this line"));
        }
    }
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!("{id}: {missing:#?}")),
    }
}

tests! {
    fn every_line_points_at_something_that_runs_show() {
        each(listed().collect(), pointing_at_nothing);
    }

    fn the_lines_that_matter_are_a_few() {
        for lesson in listed() {
            for (preset, params) in runs(lesson) {
                let lines = of(lesson, preset, &params).lines;
                let core = lines.iter().filter(|line| line.core).count();
                assert!((2..=8).contains(&core), "{}, {preset:?}, {params}: {core} lines", lesson.about.id);
                assert!(lines.iter().any(|line| !line.shows.is_empty()), "{}", lesson.about.id);
            }
        }
    }

    fn what_points_at_nothing_is_found_out() {
        let state = |category: &str, about: &str| (category.to_string(), about.to_string());
        let shows = |state, what| Shows { state, what };
        let run = shows(ShownState::Run, Some("chunk"));
        assert!(points_at(&run, &state("run", "chunk")));
        assert!(points_at(&run, &state("run", "chunk 3")));
        assert!(!points_at(&run, &state("run", "chunks 3")));
        assert!(!points_at(&run, &state("hold", "chunk 3")));
        assert!(points_at(&shows(ShownState::Wait, None), &state("wait", "a task")));
        assert!(!points_at(&shows(ShownState::Sleep, None), &state("wait", "a task")));
    }
}
