//! The Python of each lesson: its file runs as it is, and so does what `listing` makes of it; it
//! says what the lesson's own run says, and points at what that run shows.

mod lines;
mod python;
mod results;
mod smaller;
mod text;

use manyhands::engine::Entry;
use manyhands::engine::listing::{Listing, listing};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// The lessons that mirror a program in Python; that of the reader's own program is one.
fn listed() -> impl Iterator<Item = &'static Entry> {
    manyhands::REGISTRY
        .listed()
        .filter(|lesson| lesson.schema()["properties"]["program"].is_null())
}

/// The lesson's folder.
fn folder(lesson: &Entry) -> PathBuf {
    let name = lesson.about.id.replace('-', "_");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/lessons")
        .join(name)
}

/// The Python file beside the lesson.
fn file(lesson: &Entry) -> String {
    let path = folder(lesson).join("listing.py");
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn of(lesson: &Entry, preset: Option<&str>, params: &Value) -> Listing {
    let id = lesson.about.id;
    listing(lesson, preset, params)
        .unwrap_or_else(|error| panic!("{id}, {preset:?}, {params}: {error}"))
}

/// The lesson's presets, and before them none.
fn presets(lesson: &Entry) -> impl Iterator<Item = Option<&'static str>> {
    let names = lesson.about.presets.iter().map(|preset| Some(preset.name));
    std::iter::once(None).chain(names)
}

/// The parameters of a lesson, each with its schema.
fn properties(lesson: &Entry) -> Map<String, Value> {
    lesson.schema()["properties"]
        .as_object()
        .expect("properties")
        .clone()
}

/// The values among which a parameter chooses; none where it has any number of them.
fn choices(property: &Value) -> Vec<Value> {
    let named = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| property[key].as_array());
    let consts = named
        .flatten()
        .filter_map(|choice| choice.get("const").cloned());
    let listed = property["enum"].as_array().cloned().unwrap_or_default();
    match property["type"].as_str() {
        Some("boolean") => vec![json!(false), json!(true)],
        _ => consts.chain(listed).collect(),
    }
}
