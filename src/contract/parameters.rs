//! From the JSON that somebody gave to a lesson's parameters, or to an error that names one.
//!
//! This is the authority: forms and schemas only hint. A value comes from the default, then the
//! preset, then what was given; numbers that are whole count as integers however they were
//! written (`1e9`, `4.0`).

use super::{Error, schema};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What a parameter struct must be able to do; everything else follows from it.
pub trait Parameters:
    Serialize + DeserializeOwned + JsonSchema + Validate<Context = ()> + 'static
{
}

impl<P> Parameters for P where
    P: Serialize + DeserializeOwned + JsonSchema + Validate<Context = ()> + 'static
{
}

/// How many workers share the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(transparent)]
#[garde(transparent)]
pub struct Workers(
    #[garde(range(min = 1, max = MAX_WORKERS))]
    #[schemars(range(min = 1, max = MAX_WORKERS))]
    pub u32,
);

/// The most workers that one run can have.
pub const MAX_WORKERS: u32 = 64;

impl Workers {
    /// As many as the system has processors.
    pub fn logical() -> Self {
        Self(crate::platform::logical_processors())
    }

    /// The number, to count with.
    pub fn count(self) -> usize {
        self.0 as usize
    }
}

/// Where random numbers start; the same seed gives the same numbers.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, Validate,
)]
#[serde(transparent)]
#[garde(transparent)]
pub struct Seed(
    #[garde(range(max = MAX_SEED))]
    #[schemars(range(min = 0, max = MAX_SEED))]
    pub u64,
);

/// The largest integer that every JSON reader holds exactly.
pub const MAX_SEED: u64 = (1 << 53) - 1;

/// Python has two pools of one interface; this says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Threads of this program, over one memory (`multiprocessing.pool.ThreadPool`).
    Threads,
    /// Processes, each with a memory of its own (`multiprocessing.Pool`).
    Processes,
}

impl Kind {
    /// Threads, or processes where this build has no shared memory for threads.
    pub fn preferred() -> Self {
        if crate::platform::has_threads() {
            Self::Threads
        } else {
            Self::Processes
        }
    }
}

/// A check of a list whose elements have names: no two may have the same.
///
/// # Errors
/// The name that is there twice.
pub fn names_differ<'a>(names: impl IntoIterator<Item = &'a str>) -> garde::Result {
    let mut seen = HashSet::new();
    let mut rows = names.into_iter().enumerate();
    match rows.find(|(_, name)| !seen.insert(*name)) {
        None => Ok(()),
        // The place within the list, which a check of the list itself cannot say otherwise.
        Some((row, _)) => Err(garde::Error::new(format!(
            "[{row}].name: another has this name; allowed are names that differ"
        ))),
    }
}

/// The parameters of type `P` that `given` describes over `preset`, over the defaults.
///
/// # Errors
/// [`Error::InvalidParameter`] where either is no object, a name is unknown, or a value is of
/// the wrong type or out of bounds.
pub fn resolve<P: Parameters>(
    lesson: &str,
    preset: Option<&Value>,
    given: &Value,
) -> Result<P, Error> {
    let schema = schema::of::<P>();
    let mut merged = Map::new();
    for source in preset.into_iter().chain([given]) {
        let Value::Object(object) = source else {
            return Err(Error::InvalidParameter {
                parameter: None,
                message: format!(
                    "parameters of {lesson}: {} is not allowed; allowed is a JSON object of parameters",
                    brief(source)
                ),
            });
        };
        for (name, value) in object {
            merged.insert(name.clone(), whole_numbers(value.clone()));
        }
    }
    known_names(lesson, &schema, &merged)?;

    let merged = Value::Object(merged);
    let parameters: P = serde_path_to_error::deserialize(&merged).map_err(|error| {
        let path: Vec<String> = error
            .path()
            .iter()
            .filter_map(|segment| match segment {
                serde_path_to_error::Segment::Map { key } => Some(key.clone()),
                serde_path_to_error::Segment::Seq { index } => Some(index.to_string()),
                _ => None,
            })
            .collect();
        let reason = error.inner().to_string();
        match missing_field(&reason) {
            // What is missing has a place too.
            Some(field) => {
                let path = [path, vec![field.into()]].concat();
                refuse(lesson, &schema, &merged, &path, None)
            }
            None => refuse(lesson, &schema, &merged, &path, Some(&reason)),
        }
    })?;
    parameters.validate().map_err(|report| {
        let Some((path, error)) = report.iter().next() else {
            return Error::failed("a parameter was refused without a reason");
        };
        let message = error.to_string();
        let (place, message) = match message.split_once(": ") {
            Some((place, message)) if place.starts_with('[') => (place, message),
            _ => ("", message.as_str()),
        };
        let path = format!("{path}{place}");
        let segments: Vec<String> = path
            .split(['.', '[', ']'])
            .filter(|segment| !segment.is_empty())
            .map(String::from)
            .collect();
        let whole = serde_json::to_value(&parameters).unwrap_or_default();
        // A bound's own words are not needed: the schema says what is allowed.
        let reason = (!message.starts_with("greater than")
            && !message.starts_with("lower than")
            && !message.starts_with("length is"))
        .then_some(message);
        refuse(lesson, &schema, &whole, &segments, reason)
    })?;
    Ok(parameters)
}

/// The field that serde says is missing.
fn missing_field(reason: &str) -> Option<&str> {
    reason.strip_prefix("missing field `")?.strip_suffix('`')
}

/// The sentence that refuses the value at `path`.
fn refuse(
    lesson: &str,
    schema: &Value,
    values: &Value,
    path: &[String],
    reason: Option<&str>,
) -> Error {
    let Some(name) = path.first() else {
        return Error::InvalidParameter {
            parameter: None,
            message: format!(
                "parameters of {lesson}: {}",
                reason.unwrap_or("not allowed")
            ),
        };
    };
    let mut place = name.clone();
    let mut given = values.get(name);
    for segment in &path[1..] {
        match segment.parse::<usize>() {
            Ok(index) => {
                place += &format!("[{index}]");
                given = given.and_then(|value| value.get(index));
            }
            Err(_) => {
                place += &format!(".{segment}");
                given = given.and_then(|value| value.get(segment));
            }
        }
    }
    let given = given.map_or_else(|| "nothing".into(), brief);
    let allowed = schema::at(schema, path)
        .map(schema::allowed)
        .unwrap_or_default();
    let mut message = format!("parameter {place} of {lesson}: {given} is not allowed");
    if !allowed.is_empty() {
        message += &format!("; allowed is {allowed}");
    }
    // Serde's words add something only where the schema cannot say it.
    if let Some(reason) = reason
        && (allowed.is_empty() || !reason.starts_with("invalid") && !reason.starts_with("unknown"))
    {
        message += &format!(" ({reason})");
    }
    Error::invalid(name.clone(), message)
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
            if float.fract() == 0.0 && float.abs() <= MAX_SEED as f64 {
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
