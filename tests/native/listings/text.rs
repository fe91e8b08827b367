//! The text of a listing, and how it comes from its file.

use super::{file, listed, of, properties};
use crate::harness::tests;
use manyhands::engine::listing::Listing;
use serde_json::json;

/// The file without what `listing` reads in it, whatever the parameters: its directives.
fn without_directives(file: &str) -> Vec<&str> {
    file.lines()
        .filter(|line| !line.trim_start().starts_with("#:"))
        .map(|line| {
            line.split_once("#:")
                .map_or(line, |(text, _)| text.trim_end())
        })
        .collect()
}

tests! {
    fn every_listed_lesson_has_a_listing_beside_it_and_is_made_with_it() {
        for lesson in listed() {
            assert_eq!(lesson.about.listing, file(lesson), "{}", lesson.about.id);
        }
    }

    fn without_parameters_a_listing_is_its_file_without_the_directives() {
        for lesson in listed() {
            let id = lesson.about.id;
            let file = file(lesson);
            let Listing { source, marks, .. } = of(lesson, None, &json!({}));
            assert!(!source.contains("#:"), "{id} shows a directive:\n{source}");
            let mut all = without_directives(&file).into_iter();
            for line in source.lines() {
                assert!(all.any(|one| one == line), "{id}: {line:?} is not in the file, or not there");
            }
            if !file.lines().any(|line| line.trim_start().starts_with("#: if")) {
                assert_eq!(source.lines().collect::<Vec<_>>(), without_directives(&file), "{id}");
            }
            // Every mark is a piece of the text, on the line that it says.
            let units: Vec<u16> = source.encode_utf16().collect();
            for mark in &marks {
                assert!(mark.from < mark.to && mark.to <= units.len(), "{id}: {mark:?}");
                let before = String::from_utf16(&units[..mark.from]).expect("whole characters");
                assert_eq!(before.matches('\n').count() + 1, mark.line, "{id}: {mark:?}");
            }
        }
    }

    /// Each value stands in the file as `listing` would write it.
    fn the_defaults_given_by_name_change_nothing_but_what_the_machine_decides() {
        for lesson in listed() {
            let id = lesson.about.id;
            for (name, property) in properties(lesson) {
                if let Some(default) = property.get("default") {
                    let given = of(lesson, None, &json!({&*name: default}));
                    assert_eq!(given, of(lesson, None, &json!({})), "{id}: {name} = {default}");
                }
            }
        }
    }
}
