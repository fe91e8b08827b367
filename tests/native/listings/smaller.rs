//! Less work for a program, by the parameters that anybody could set.

use super::properties;
use manyhands::engine::Entry;
use serde_json::{Value, json};

/// What makes a program in Python short: how much work a parameter of this name asks for at most.
pub fn enough_for_python(name: &str) -> Option<f64> {
    Some(match name {
        "points" => 20_000.0,
        "rows" => 2_000.0,
        "increments" | "lines" | "work" => 1_000.0,
        "items" | "messages" => 50.0,
        "rounds" | "repeats" => 2.0,
        "interval_ms" | "hold_ms" | "pause_ms" | "probe_ms" | "switch_interval_ms" => 10.0,
        "task_ms" | "produce_ms" | "consume_ms" => 2.0,
        "pause" => 100.0,
        "timeout_ms" => 50.0,
        "payload_bytes" => 10_000.0,
        _ => return None,
    })
}

/// These parameters with at most `enough` work, where they and the preset ask for more.
pub fn smaller(
    lesson: &Entry,
    preset: Option<&str>,
    params: &Value,
    enough: fn(&str) -> Option<f64>,
) -> Value {
    let mut presets = lesson.about.presets.iter();
    let preset = presets.find(|one| Some(one.name) == preset);
    let preset = preset.map_or(json!({}), |preset| preset.value());
    let mut smaller = params.clone();
    for (name, property) in properties(lesson) {
        let given = params
            .get(&name)
            .or(preset.get(&name))
            .or(property.get("default"));
        if let (Some(most), Some(given)) = (enough(&name), given.and_then(Value::as_f64))
            && given > most
        {
            smaller[&name] = match property["type"].as_str() {
                Some("integer") => json!(most as u64),
                _ => json!(most),
            };
        }
        if given.is_some_and(sleeps_long) {
            smaller[&name] = json!([
                {"name": "A", "delay_ms": 5, "repeats": 2},
                {"name": "B", "delay_ms": 10, "repeats": 3},
            ]);
        }
    }
    smaller
}

/// Whether these are threads of which one sleeps for a second or more.
fn sleeps_long(threads: &Value) -> bool {
    let mut threads = threads.as_array().into_iter().flatten();
    threads.any(|thread| {
        let of = |key: &str| thread[key].as_u64().unwrap_or_default();
        of("delay_ms") * of("repeats") >= 1_000
    })
}
