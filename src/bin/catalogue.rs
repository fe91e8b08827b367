//! Writes what the build and the documentation take from the crate.
//!
//! - `catalogue lessons`: the lessons as the page shows them before its engine has loaded (JSON)
//! - `catalogue sources`: the Rust of each lesson (JSON)
//! - `catalogue schemas`: the schemas that the page's engine carries (JSON)
//! - `catalogue types`: the contract's types (TypeScript)
//! - `catalogue contract`: the table of lessons in `docs/contract.md`

use manyhands::contract::{
    ArtifactInfo, Door, Environment, ErrorTold, Event, OutputLine, Record, Stream, Unmeasured,
};
use manyhands::engine::about::{
    Idea, Link, Measure, Preset, Question, Row, Source, Study, Try, Values,
};
use manyhands::engine::listing::{Listing, ListingLine, Mark, MarkKind, ShownState, Shows};
use manyhands::lessons::catalogue::{Lesson, LessonSummary, schemas, sources, whole};
use manyhands::lessons::{LESSONS, REGISTRY};
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::ExitCode;
use ts_rs::TS;

fn main() -> ExitCode {
    let text = match std::env::args().nth(1).as_deref() {
        Some("lessons") => match whole(&REGISTRY) {
            Ok(lessons) => serde_json::to_string_pretty(&lessons).expect("JSON"),
            Err(error) => {
                eprintln!("catalogue: {error}");
                return ExitCode::FAILURE;
            }
        },
        Some("sources") => sources(&REGISTRY).to_string(),
        Some("schemas") => schemas(&REGISTRY).to_string(),
        Some("types") => types(),
        Some("contract") => table(),
        _ => {
            eprintln!("catalogue: say what: lessons, sources, schemas, types or contract");
            return ExitCode::from(2);
        }
    };
    println!("{}", text.trim_end());
    ExitCode::SUCCESS
}

/// The types that cross the doors, as a module of TypeScript.
fn types() -> String {
    // JSON has one kind of number; none of ours is beyond 2⁵³.
    let config = ts_rs::Config::new().with_large_int("number");
    let mut text = String::from(
        "// What crosses the doors of the contract. Written by `catalogue types` from the crate's \
         structs: change those.\n\nimport type { Json, Params, Schema } from \"../api/types.ts\";\n",
    );
    let kinds: BTreeSet<&str> = LESSONS
        .iter()
        .flat_map(|lesson| lesson.about.pictures.iter().copied())
        .collect();
    let errors = ["invalid-parameter", "unsupported", "failed", "cancelled"];
    let unions = [
        (
            "The kinds of pictures that lessons have.",
            "PictureKind",
            kinds.into_iter().collect(),
        ),
        ("Why a run gave no record.", "ErrorKind", errors.to_vec()),
    ];
    for (what, name, members) in unions {
        let members: Vec<String> = members.iter().map(|name| format!("{name:?}")).collect();
        let members = members.join(" | ");
        text += &format!("\n/** {what} */\nexport type {name} = {members};\n");
    }
    let mut add = |docs: Option<String>, declaration: String| {
        text += &format!("\n{}export {declaration}\n", docs.unwrap_or_default());
    };
    macro_rules! add {
        ($($type:ty),*) => { $(add(<$type>::docs(), <$type>::decl(&config));)* };
    }
    add!(
        Event,
        Stream,
        OutputLine,
        ArtifactInfo,
        Door,
        Environment,
        Record,
        Unmeasured,
        ErrorTold
    );
    add!(
        Idea, Try, Link, Source, Question, Measure, Row, Values, Study, Preset
    );
    add!(
        MarkKind,
        Mark,
        ShownState,
        Shows,
        ListingLine,
        Listing,
        LessonSummary,
        Lesson
    );
    text
}

/// The table of lessons: parameters with their defaults, and the keys of the result.
fn table() -> String {
    let mut text = String::from("| id | parameters (default) | result |\n| --- | --- | --- |\n");
    for lesson in LESSONS {
        let schema = lesson.schema();
        let parameters = properties(&schema).map(|(name, property)| parameter(name, property));
        let outcome = lesson.outcome();
        let result = match properties(&outcome).next() {
            Some(_) => fields(&outcome),
            None => format!("{{name: {{{}}}}}", fields(&outcome["additionalProperties"])),
        };
        let parameters: Vec<String> = parameters.collect();
        text += &format!(
            "| `{}` | {} | {result} |\n",
            lesson.about.id,
            parameters.join(", ")
        );
    }
    text
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// A parameter: its name, what its items have, its default, its unit, its other choices.
fn parameter(name: &str, schema: &Value) -> String {
    let mut said = Vec::new();
    let unit = schema["x-unit"].as_str();
    let machine = schema["x-default"].as_str();
    match (&schema["default"], machine) {
        (Value::Null, Some(machine)) => said.push(machine.replace('-', " ")),
        (Value::Array(items), _) if items.iter().any(|item| !item.is_number()) => {
            said.push(format!("{} of them", items.len()));
        }
        (Value::String(text), _) if text.is_empty() => said.push("empty".into()),
        (Value::String(text), _) if text.contains('\n') => {
            said.push(format!("{} lines of text", text.lines().count()));
        }
        (Value::String(text), _) => said.push(text.clone()),
        // A whole number of a parameter that may be a fraction is 5.0 in the schema.
        (default, _) => said.push(default.to_string().trim_end_matches(".0").into()),
    }
    if let Some(unit) = unit.filter(|unit| !name.ends_with(&format!("_{unit}")))
        && let Some(last) = said.last_mut()
    {
        *last += &format!(" {unit}");
    }
    let others: Vec<&str> = (schema["oneOf"].as_array().into_iter().flatten())
        .filter_map(|choice| choice["const"].as_str())
        .filter(|choice| schema["default"] != *choice)
        .collect();
    if !others.is_empty() {
        said.push(others.join(", "));
    }
    let items = &schema["items"];
    let inside = match properties(items).next() {
        Some(_) => {
            let names: Vec<String> = properties(items)
                .map(|(name, schema)| match schema.get("default") {
                    Some(Value::String(text)) => format!("`{name}` ({text:?})"),
                    Some(default) => format!("`{name}` ({default})"),
                    None => format!("`{name}`"),
                })
                .collect();
            format!(" [{{{}}}]", names.join(", "))
        }
        None => String::new(),
    };
    format!("`{name}`{inside} ({})", said.join("; "))
}

/// The keys of an object, and of the objects in it; what its documentation adds in brackets.
fn fields(schema: &Value) -> String {
    let said: Vec<String> = properties(schema)
        .map(|(name, schema)| {
            let items = &schema["items"];
            let inside = match (properties(schema).next(), properties(items).next()) {
                (Some(_), _) => format!(" {{{}}}", fields(schema)),
                (_, Some(_)) => format!(" [{{{}}}]", fields(items)),
                _ => String::new(),
            };
            let more = match schema["description"].as_str() {
                Some(text) if inside.is_empty() => format!(" ({})", remark(text)),
                _ => String::new(),
            };
            format!("`{name}`{inside}{more}")
        })
        .collect();
    said.join(", ")
}

/// A sentence as a remark in brackets.
fn remark(sentence: &str) -> String {
    let sentence = sentence.replace('\n', " ");
    let mut letters = sentence.trim_end_matches('.').chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
