//! The repository's own rules, held by tests: registry, files and documents name the same lessons.

use crate::harness::tests;
use manyhands::REGISTRY;
use manyhands::engine::Entry;
use manyhands::engine::about::Runs;
use manyhands::lessons::{HIDDEN, LESSONS, WORKBENCH};
use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A lesson that has no program of its own shows the reader's.
fn shows_the_readers_own(lesson: &Entry) -> bool {
    lesson.about.listing.is_empty() && lesson.about.rust.source.is_empty()
}

tests! {
    fn every_file_or_folder_of_lessons_is_one_lesson_of_a_list() {
        let lists: [(&str, Vec<&Entry>, &[&str]); 2] = [
            ("src/lessons", [LESSONS, HIDDEN].into_iter().flatten().collect(), &["catalogue", "workbench"]),
            ("src/lessons/workbench", WORKBENCH.iter().collect(), &["doubles"]),
        ];
        for (folder, lessons, others) in lists {
            let found: BTreeSet<String> = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
                .expect("the folder")
                .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".rs", ""))
                .filter(|name| name != "mod" && !others.contains(&name.as_str()))
                .collect();
            let registered: BTreeSet<String> =
                lessons.iter().map(|lesson| lesson.about.id.replace('-', "_")).collect();
            assert_eq!(found, registered, "{folder}");
            for lesson in lessons {
                if shows_the_readers_own(lesson) {
                    continue;
                }
                assert_eq!(read(lesson.about.rust.path), lesson.about.rust.source);
                assert!(lesson.about.rust.path.starts_with(folder), "{}", lesson.about.id);
            }
        }
    }

    fn what_a_lesson_determines_is_in_the_contracts_documentation() {
        let contract = read("docs/contract.md");
        let (_, table) = contract.split_once("| lesson | determined |").expect("the table");
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            let row = table.lines().find(|line| line.starts_with(&format!("| `{id}` |")));
            let determined = lesson.determined(None, &serde_json::json!({})).expect("its defaults");
            assert_eq!(row.is_some(), !determined.is_empty(), "{id}");
            for key in determined {
                let name = format!("`{}`", key.rsplit('.').next().unwrap_or(key));
                assert!(row.is_some_and(|row| row.contains(&name)), "{id}: {key}");
            }
        }
    }

    fn each_line_of_a_lessons_rust_that_matters_is_there_once() {
        for lesson in REGISTRY.listed().filter(|lesson| !shows_the_readers_own(lesson)) {
            let (id, rust) = (lesson.about.id, lesson.about.rust);
            assert!((1..9).contains(&rust.core.len()), "{id}: {} lines", rust.core.len());
            for begin in rust.core {
                let lines = rust.source.lines().filter(|line| line.trim().starts_with(begin)).count();
                assert_eq!(lines, 1, "{id}: lines that begin with {begin:?}");
            }
        }
    }

    fn the_readmes_lesson_is_a_lesson_that_runs() {
        let lesson = read("src/lessons/hello.rs");
        let listing = format!("```rust\n{lesson}```\n");
        assert!(
            read("README.md").contains(&listing),
            "README.md shows another lesson than hello.rs"
        );
        assert!(REGISTRY.find("hello").is_ok());
    }

    fn every_listed_lesson_and_parameter_is_in_the_contracts_documentation() {
        let contract = read("docs/contract.md");
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            let row = contract
                .lines()
                .find(|line| line.starts_with(&format!("| `{id}` |")))
                .unwrap_or_else(|| panic!("docs/contract.md has no row for {id}"));
            for name in lesson.schema()["properties"]
                .as_object()
                .expect("properties")
                .keys()
            {
                assert!(
                    row.contains(&format!("`{name}`")),
                    "the row of {id} lacks {name}"
                );
            }
        }
    }

    fn every_parameter_says_what_it_is_in_words() {
        for lesson in REGISTRY.all() {
            let id = lesson.about.id;
            let schema = lesson.schema();
            for (name, property) in schema["properties"].as_object().expect("properties") {
                let says = |key: &str| property[key].as_str().is_some_and(|text| !text.is_empty());
                assert!(says("title") && says("description"), "{id}: {name}");
                let default = property.get("default").is_some() || says("x-default");
                assert!(default, "{id}: {name} has no default");
                if property["type"] == "integer" {
                    assert!(
                        property["minimum"].is_number() && property["maximum"].is_number(),
                        "{id}: {name} has no bounds"
                    );
                }
                // Reserved, because they would be taken for something else in an element or an address.
                let reserved = [
                    "preset", "lesson", "id", "class", "style", "title", "lang", "dir", "hidden",
                    "slot", "part", "name", "theme", "predict", "z1",
                ];
                assert!(
                    !reserved.contains(&name.as_str()),
                    "{id}: {name} is reserved"
                );
            }
        }
    }

    fn every_lessons_text_is_there_and_links_pythons_documentation() {
        for lesson in REGISTRY.listed() {
            let about = &lesson.about;
            assert!(
                !about.summary.is_empty() && !about.look_for.is_empty(),
                "{}",
                about.id
            );
            assert!(!about.presets.is_empty(), "{} has no preset", about.id);
            assert!(
                about.docs.url.starts_with("https://docs.python.org/3/"),
                "{}",
                about.id
            );
        }
    }

    /// But that of a program of the reader's own, whose picture is its timeline.
    fn every_listed_lesson_has_a_picture() {
        for lesson in REGISTRY.listed().filter(|lesson| lesson.about.id != "python") {
            let pictures = lesson.about.pictures;
            assert!(!pictures.is_empty(), "{} has no picture", lesson.about.id);
            let compares = pictures.contains(&"comparison");
            assert_eq!(compares, !lesson.about.comparison.is_empty(), "{}", lesson.about.id);
        }
    }

    fn every_study_is_of_parameters_that_its_lesson_has() {
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            let schema = lesson.schema();
            let properties = &schema["properties"];
            for study in lesson.about.studies {
                let title = study.title;
                assert!(!study.text.is_empty(), "{id}: {title} says nothing");
                let params: serde_json::Value =
                    serde_json::from_str(study.params).expect("JSON parameters");
                for name in params.as_object().expect("an object").keys() {
                    assert!(
                        properties[name].is_object(),
                        "{id}: {title} sets {name}, which is no parameter"
                    );
                }
                match study.runs {
                    Runs::FourWays => {
                        let four_ways = REGISTRY.find("four-ways").expect("the lesson").schema();
                        assert!(
                            four_ways.to_string().contains(&format!("\"{id}\"")),
                            "four-ways does not know {id}"
                        );
                    }
                    Runs::Interpreters => assert!(properties["interpreter"].is_object(), "{id}"),
                    Runs::Vary { parameter, .. } | Runs::Contest { parameter, .. } => assert!(
                        properties[parameter].is_object(),
                        "{id}: {title} varies {parameter}, which is no parameter"
                    ),
                }
            }
        }
    }
}
