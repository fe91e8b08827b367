//! From the JSON that somebody gave to a lesson's parameters, or to an error that names one.
//!
//! A value comes from what was given, else the preset, else the default; numbers that are whole
//! count as integers however they were written (`1e9`, `4.0`). What is allowed is what the schema
//! says, which is made of the lesson's struct: [`resolve`] is the authority, forms only hint. What
//! no schema can say, such as one parameter's bound that is another parameter, the lesson says in
//! its own check, with a [`Refusal`].

use super::{Error, schema};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

/// What a parameter struct must be able to do; everything else follows from it.
pub trait Parameters: Serialize + DeserializeOwned + JsonSchema + 'static {}

impl<P> Parameters for P where P: Serialize + DeserializeOwned + JsonSchema + 'static {}

/// The largest integer that every JSON reader holds exactly.
pub const MAX_INTEGER: u64 = (1 << 53) - 1;

/// Why a lesson does not take a value that its schema allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    place: String,
    reason: String,
}

impl Refusal {
    /// About the value at `place`, such as `high` or `threads[1].name`; the reason says what is
    /// allowed.
    pub fn new(place: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            place: place.into(),
            reason: reason.into(),
        }
    }

    /// The error of this lesson, with these values.
    pub fn error(&self, lesson: &str, values: &Value) -> Error {
        let given = self
            .place
            .split(['.', '[', ']'])
            .filter(|segment| !segment.is_empty())
            .try_fold(values, |value, segment| match value {
                Value::Array(items) => items.get(segment.parse::<usize>().ok()?),
                other => other.get(segment),
            });
        refuse(lesson, &self.place, given, "", &self.reason)
    }
}

/// A check of the list `list`, whose elements have names: no two may have the same.
///
/// # Errors
/// The name that is there twice.
pub fn names_differ<'a>(
    list: &str,
    names: impl IntoIterator<Item = &'a str>,
) -> Result<(), Refusal> {
    let names: Vec<&str> = names.into_iter().collect();
    match (0..names.len()).find(|&row| names[..row].contains(&names[row])) {
        None => Ok(()),
        Some(row) => Err(Refusal::new(
            format!("{list}[{row}].name"),
            "another has this name; allowed are names that differ",
        )),
    }
}

/// What was given, over the preset, where `schema` allows it; whole numbers as integers.
///
/// # Errors
/// [`Error::InvalidParameter`] where either is no object, a name is unknown, or a value is of
/// the wrong type or out of bounds.
pub fn resolve(
    lesson: &str,
    schema: &Value,
    preset: Option<&Value>,
    given: &Value,
) -> Result<Value, Error> {
    let mut merged = Map::new();
    for source in preset.into_iter().chain([given]) {
        let Value::Object(object) = source else {
            return Err(Error::wrong_request(format!(
                "parameters of {lesson}: {} is not allowed; allowed is a JSON object of parameters",
                brief(source)
            )));
        };
        for (name, value) in object {
            merged.insert(name.clone(), whole_numbers(value.clone()));
        }
    }
    known_names(lesson, schema, &merged)?;
    let merged = Value::Object(merged);
    match schema::check(schema, &merged) {
        Ok(()) => Ok(merged),
        Err(fault) => {
            let (allowed, reason) = (fault.allowed, fault.reason);
            Err(refuse(lesson, &fault.place, fault.given, &allowed, reason))
        }
    }
}

/// The sentence that refuses the value at `place`.
fn refuse(lesson: &str, place: &str, given: Option<&Value>, allowed: &str, reason: &str) -> Error {
    let given = given.map_or_else(|| "nothing".into(), brief);
    let mut message = format!("parameter {place} of {lesson}: {given} is not allowed");
    if !allowed.is_empty() {
        message += &format!("; allowed is {allowed}");
    }
    if !reason.is_empty() {
        message += &format!(" ({reason})");
    }
    Error::invalid(place, message)
}

fn known_names(lesson: &str, schema: &Value, given: &Map<String, Value>) -> Result<(), Error> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let known = |name: &String| properties.is_some_and(|properties| properties.contains_key(name));
    match given.keys().find(|name| !known(name)) {
        None => Ok(()),
        Some(name) => {
            let names: Vec<&str> = properties
                .into_iter()
                .flat_map(|properties| properties.keys().map(String::as_str))
                .collect();
            let shown: String = name.chars().take(40).collect();
            Err(Error::invalid(
                name.clone(),
                format!(
                    "parameter {shown} is unknown to {lesson}; allowed are {}",
                    names.join(", ")
                ),
            ))
        }
    }
}

/// Integers that were written as floats, as integers.
fn whole_numbers(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => {
            let float = number.as_f64().unwrap_or(f64::NAN);
            // Beyond 2^53 a float names no one integer.
            if float.fract() == 0.0 && float.abs() <= MAX_INTEGER as f64 {
                Value::from(float as i64)
            } else {
                Value::Number(number)
            }
        }
        Value::Array(items) => items.into_iter().map(whole_numbers).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, whole_numbers(value)))
            .collect(),
        other => other,
    }
}

/// A value as it was given, cut where it is long.
fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
