//! The JSON Schema of a lesson's parameters, whether a value is what it allows, and what it says to a
//! person.
//!
//! Five extension keys stand beside the standard ones. `docs/contract.md` describes them:
//!
//! - `x-unit`: what a number counts.
//! - `x-builtin`: the file of this repository whose text is used where the value is null; the page
//!   has an editor for it.
//! - `x-default`: a default that depends on the machine, by name. `logical-processors` has no
//!   `default` beside it; of a choice such as `threads-or-processes` the first is the `default`,
//!   and the second is taken where the first cannot be had.
//! - `x-max-bytes`: the value names a file of at most this size.
//! - `x-names`: the parameter that takes the name of a file that is picked here.

use schemars::{JsonSchema, generate::SchemaSettings, transform::RecursiveTransform};
use serde_json::{Map, Value};
use std::cmp::Ordering;

/// The JSON Schema (2020-12) of `P`, every sub-schema in its place, no references.
pub fn of<P: JsonSchema>() -> Value {
    let settings = SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .with_transform(RecursiveTransform(|schema: &mut schemars::Schema| {
            // A default that the machine decides is not this machine's.
            if let Some(choice) = schema.get("x-default").and_then(Value::as_str) {
                match choice.split_once("-or-") {
                    Some((first, _)) => drop(schema.insert("default".into(), first.into())),
                    None => drop(schema.remove("default")),
                }
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

/// The schema of this lesson, as the native program wrote it when this engine was built.
#[cfg(page_engine)]
pub(crate) fn carried(lesson: &str) -> Value {
    const ALL: &str = include_str!(concat!(env!("MANYHANDS_CARRIED"), "/schemas.json"));
    let mut all: Value = serde_json::from_str(ALL).unwrap_or_default();
    all.get_mut(lesson).map(Value::take).unwrap_or_default()
}

/// What of `schema` [`check`] looks at and [`allowed`] says.
pub fn without_words(schema: &Value) -> Value {
    const KEYS: [&str; 13] = [
        "type",
        "enum",
        "const",
        "oneOf",
        "items",
        "required",
        "additionalProperties",
        "minimum",
        "maximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
    ];
    match schema {
        Value::Object(fields) => fields
            .iter()
            .filter_map(|(key, value)| match key.as_str() {
                "properties" => {
                    let properties = value.as_object().into_iter().flatten();
                    let bare =
                        properties.map(|(name, schema)| (name.clone(), without_words(schema)));
                    Some((key.clone(), bare.collect()))
                }
                _ if KEYS.contains(&key.as_str()) => Some((key.clone(), without_words(value))),
                _ => None,
            })
            .collect(),
        Value::Array(options) => options.iter().map(without_words).collect(),
        other => other.clone(),
    }
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

/// A value that a schema does not allow.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault<'a> {
    /// Where it is: `threads[1].name`.
    pub place: String,
    /// The value, where there is one.
    pub given: Option<&'a Value>,
    /// What is allowed in its place, in words; empty where nothing is.
    pub allowed: String,
    /// What else there is to say.
    pub reason: &'static str,
}

/// Whether `value` is what `schema` allows. Of the standard it knows what [`of`] makes use of:
/// types, bounds, lengths, choices, the items of lists, the properties of objects.
///
/// # Errors
/// The first value that is not allowed.
pub fn check<'a>(schema: &Value, value: &'a Value) -> Result<(), Fault<'a>> {
    check_at(schema, value, "")
}

fn check_at<'a>(schema: &Value, value: &'a Value, place: &str) -> Result<(), Fault<'a>> {
    let fault = |place: &str, given, schema: Option<&Value>, reason| Fault {
        place: place.into(),
        given,
        allowed: schema.map(allowed).unwrap_or_default(),
        reason,
    };
    let refused = || Err(fault(place, Some(value), Some(schema), ""));
    let choices = choices(schema);
    if !choices.is_empty() {
        return match choices.contains(&value) {
            true => Ok(()),
            false => refused(),
        };
    }
    if !types(schema).is_empty() && !types(schema).iter().any(|kind| is_of(value, kind)) {
        return refused();
    }
    let within = |low: &str, high: &str, size: &Value| {
        let bound = |key: &str| schema.get(key);
        bound(low).is_none_or(|bound| compare(bound, size).is_le())
            && bound(high).is_none_or(|bound| compare(bound, size).is_ge())
    };
    match value {
        Value::Number(_) if !within("minimum", "maximum", value) => refused(),
        Value::String(text) if !within("minLength", "maxLength", &text.chars().count().into()) => {
            refused()
        }
        Value::Array(items) => {
            if !within("minItems", "maxItems", &items.len().into()) {
                return refused();
            }
            let Some(schema) = schema.get("items") else {
                return Ok(());
            };
            (0..)
                .zip(items)
                .try_for_each(|(index, item)| check_at(schema, item, &format!("{place}[{index}]")))
        }
        Value::Object(fields) => {
            let inside = |name: &str| match place {
                "" => name.to_string(),
                place => format!("{place}.{name}"),
            };
            let properties = schema.get("properties").and_then(Value::as_object);
            let property = |name: &str| properties.and_then(|properties| properties.get(name));
            let closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
            for (name, value) in fields {
                match property(name) {
                    Some(schema) => check_at(schema, value, &inside(name))?,
                    None if closed => {
                        let reason = "there is no such parameter";
                        return Err(fault(&inside(name), Some(value), None, reason));
                    }
                    None => {}
                }
            }
            let required = schema.get("required").and_then(Value::as_array);
            let missing = required
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
                .find(|name| !fields.contains_key(*name));
            match missing {
                Some(name) => Err(fault(&inside(name), None, property(name), "")),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// The types that a schema names.
fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn is_of(value: &Value, kind: &str) -> bool {
    match kind {
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    }
}

/// How two numbers compare, integers exactly.
fn compare(a: &Value, b: &Value) -> Ordering {
    let whole = |number: &Value| {
        let small = number.as_i64().map(i128::from);
        small.or_else(|| number.as_u64().map(i128::from))
    };
    match (whole(a), whole(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => {
            let float = |number: &Value| number.as_f64().unwrap_or(f64::NAN);
            float(a).total_cmp(&float(b))
        }
    }
}

/// What the schema allows, in words: `an integer from 1 to 64`, `one of map, apply`, …
pub fn allowed(schema: &Value) -> String {
    let choices = choices(schema);
    if !choices.is_empty() {
        let names: Vec<String> = choices
            .into_iter()
            .map(|choice| match choice {
                Value::String(text) => text.clone(),
                other => other.to_string(),
            })
            .collect();
        return format!("one of {}", names.join(", "));
    }
    let mut words: Vec<String> = Vec::new();
    for kind in types(schema) {
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
fn choices(schema: &Value) -> Vec<&Value> {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().collect();
    }
    let options = schema.get("oneOf").and_then(Value::as_array);
    options
        .into_iter()
        .flatten()
        .flat_map(|option| match option.get("const") {
            Some(value) => vec![value],
            None => choices(option),
        })
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
