//! What there is to run, as JSON: for `manyhands list --json` and for the page.

use super::schema;
use crate::lessons::{self, Entry, Preset};
use serde_json::{Value, json};

/// The list of lessons: `[{id, title, chapter, presets: [{name, params}]}]`.
pub fn list() -> Value {
    lessons::listed()
        .map(|lesson| {
            let about = &lesson.about;
            json!({
                "id": about.id,
                "title": about.title,
                "chapter": about.chapter,
                "presets": presets(lesson),
            })
        })
        .collect()
}

/// All that the page shows before the engine has loaded: the list, with texts, sources, schemas.
pub fn whole() -> Value {
    lessons::listed()
        .map(|lesson| {
            let mut entry = serde_json::to_value(&lesson.about).unwrap_or_default();
            entry["presets"] = presets(lesson);
            entry["schema"] = lesson.schema();
            entry
        })
        .collect()
}

/// The schemas of all lessons by their ids, without words: what the page's engine carries.
pub fn schemas() -> Value {
    lessons::LESSONS
        .iter()
        .map(|lesson| {
            let schema = schema::without_words(&lesson.schema());
            (lesson.about.id.to_string(), schema)
        })
        .collect()
}

fn presets(lesson: &Entry) -> Value {
    let preset = |preset: &Preset| json!({"name": preset.name, "params": preset.value()});
    lesson.about.presets.iter().map(preset).collect()
}
