//! What there is to run, as JSON: for `manyhands list --json` and for the page.

use crate::contract::schema;
use crate::engine::about::{About, Preset};
use crate::engine::listing::{self, Listing};
use crate::engine::{Entry, Registry};
use serde::Serialize;
use serde_json::{Value, json};

/// A lesson in a list.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct LessonSummary {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The chapter of the lectures that it belongs to.
    pub chapter: &'static str,
    /// The lectures' own parameters.
    pub presets: &'static [Preset],
}

/// All that the page shows of a lesson before the engine has loaded.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "catalogue", derive(ts_rs::TS))]
pub struct Lesson {
    /// Its texts.
    #[serde(flatten)]
    pub about: &'static About,
    /// The JSON Schema of its parameters.
    #[cfg_attr(feature = "catalogue", ts(type = "Schema"))]
    pub schema: Value,
    /// Whether a run of its defaults cannot do without shared memory.
    pub needs_shared_memory: bool,
    /// The Python that it mirrors, with its defaults.
    pub listing: Listing,
}

/// The list of lessons.
pub fn list(registry: &Registry) -> Vec<LessonSummary> {
    let summary = |lesson: &'static Entry| LessonSummary {
        id: lesson.about.id,
        title: lesson.about.title,
        chapter: lesson.about.chapter,
        presets: lesson.about.presets,
    };
    registry.listed().map(summary).collect()
}

/// The list of lessons, with all that the page shows of them.
///
/// # Errors
/// Where a lesson does not take its own defaults, or its listing is wrong: errors of the crate.
pub fn whole(registry: &Registry) -> Result<Vec<Lesson>, crate::contract::Error> {
    let nothing = json!({});
    registry
        .listed()
        .map(|lesson| {
            Ok(Lesson {
                about: &lesson.about,
                schema: lesson.schema(),
                needs_shared_memory: lesson.needs(&nothing)?.shared_memory,
                listing: listing::listing(lesson, None, &nothing)?,
            })
        })
        .collect()
}

/// The Rust of the lessons by their ids: what the page fetches for a reader who looks at it.
pub fn sources(registry: &Registry) -> Value {
    registry
        .listed()
        .map(|Entry { about, .. }| (about.id.to_string(), Value::from(about.rust.source)))
        .collect()
}

/// The schemas of all lessons by their ids, without words: what the page's engine carries.
pub fn schemas(registry: &Registry) -> Value {
    registry
        .all()
        .map(|lesson| {
            let schema = schema::without_words(&lesson.schema());
            (lesson.about.id.to_string(), schema)
        })
        .collect()
}
