//! The JSON Schema of a lesson's parameters, and the sentence that a schema says to a person.
//!
//! Three extension keys stand beside the standard ones: `x-unit` (what a number counts), `x-builtin`
//! (the file in this repository that holds where a text is null: the page has an editor for such a one) and
//! `x-default` (a default that depends on the machine, by name: `logical-processors`, which has no
//! `default` beside it, or `threads-or-processes`, whose `default` holds where threads can be had).

use schemars::{JsonSchema, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::{Map, Value};

/// The JSON Schema (2020-12) of `P`, every sub-schema in its place, no references.
pub fn of<P: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(|schema: &mut schemars::Schema| {
            // A default that the machine decides is not this machine's.
            match schema.get("x-default").and_then(Value::as_str) {
                Some("threads-or-processes") => {
                    drop(schema.insert("default".into(), "threads".into()))
                }
                Some(_) => drop(schema.remove("default")),
                None => {}
            }
            // A name that says it all need not be said again.
            if let Some(Value::Object(properties)) = schema.get_mut("properties") {
                for (name, property) in properties {
                    if let Value::Object(property) = property
                        && !property.contains_key("title")
                    {
                        property.insert("title".into(), title(name, property).into());
                    }
                }
            }
            // The type says as much; a form has no use for Rust's integer widths.
            schema.remove("format");
            if schema.get("minimum").and_then(Value::as_f64) == Some(0.0)
                && schema.get("type").and_then(Value::as_str) != Some("number")
            {
                schema.insert("minimum".into(), 0.into());
            }
        }));
    let schema = settings.into_generator().into_root_schema_for::<P>();
    schema.to_value()
}

/// A parameter's name as a title: `delay_ms`, whose unit is told beside it, is `Delay`.
fn title(name: &str, property: &Map<String, Value>) -> String {
    let unit = property.get("x-unit").and_then(Value::as_str);
    let name = unit
        .and_then(|unit| name.strip_suffix(unit)?.strip_suffix('_'))
        .unwrap_or(name);
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// The schema at a path such as `["threads", "0", "name"]`; array indices are passed through.
pub fn at<'a>(schema: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(schema, |schema, segment| {
        schema
            .get("properties")
            .and_then(|properties| properties.get(segment))
            .or_else(|| schema.get("items"))
    })
}

/// What the schema allows, in words: `an integer from 1 to 64`, `one of map, apply`, …
pub fn allowed(schema: &Value) -> String {
    let choices = choices(schema);
    if !choices.is_empty() {
        return format!("one of {}", choices.join(", "));
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let mut words: Vec<String> = Vec::new();
    for kind in types {
        words.push(match kind {
            "integer" => format!("an integer{}", range(schema, "minimum", "maximum")),
            "number" => format!("a number{}", range(schema, "minimum", "maximum")),
            "boolean" => "true or false".into(),
            "string" => match range(schema, "minLength", "maxLength") {
                bounds if bounds.is_empty() => "a string".into(),
                bounds => format!("a string of length{bounds}"),
            },
            "array" => {
                let items = schema.get("items").map(allowed).unwrap_or_default();
                let mut list = String::from("a list");
                if !items.is_empty() {
                    list += &format!(", each item {items}");
                }
                match range(schema, "minItems", "maxItems") {
                    bounds if bounds.is_empty() => list,
                    bounds => format!("{list}; number of items{bounds}"),
                }
            }
            "object" => {
                let names: Vec<&str> = schema
                    .get("properties")
                    .and_then(Value::as_object)
                    .map(|properties| properties.keys().map(String::as_str).collect())
                    .unwrap_or_default();
                match names.is_empty() {
                    true => "an object".into(),
                    false => format!("an object with {}", names.join(", ")),
                }
            }
            other => other.into(),
        });
    }
    words.join(" or ")
}

/// The values that a choice may have.
fn choices(schema: &Value) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().map(text).collect();
    }
    let Some(options) = schema.get("oneOf").and_then(Value::as_array) else {
        return Vec::new();
    };
    let one = |option: &Value| option.get("const").map(|value| vec![text(value)]);
    options
        .iter()
        .flat_map(|option| one(option).unwrap_or_else(|| choices(option)))
        .collect()
}

fn range(schema: &Value, low: &str, high: &str) -> String {
    // A bound written as 1.0 is 1 to a person.
    let number = |key: &str| {
        schema.get(key).map(|bound| match bound.as_f64() {
            Some(float) if float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
            _ => bound.to_string(),
        })
    };
    match (number(low), number(high)) {
        (Some(low), Some(high)) => format!(" from {low} to {high}"),
        (Some(low), None) => format!(" of at least {low}"),
        (None, Some(high)) => format!(" of at most {high}"),
        (None, None) => String::new(),
    }
}
