//! The repository's own rules, held by tests: registry, files and documents name the same lessons.

use crate::harness::{Tested, python, tests};
use manyhands::lessons::{self, LESSONS, Picture, Runs};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

tests! {
    fn every_file_of_lessons_is_one_lesson_of_the_registry() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lessons");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .filter(|name| name != "mod.rs")
            .collect();
        let registered: BTreeSet<String> = LESSONS
            .iter()
            .map(|lesson| format!("{}.rs", lesson.about.id.replace('-', "_")))
            .collect();
        assert_eq!(files, registered);
        for lesson in LESSONS {
            assert_eq!(read(lesson.about.rust.path), lesson.about.rust.source);
        }
    }

    fn the_readmes_lesson_is_a_lesson_that_runs() {
        let lesson = read("src/lessons/hello.rs");
        let listing = format!("```rust\n{lesson}```\n");
        assert!(
            read("README.md").contains(&listing),
            "README.md shows another lesson than hello.rs"
        );
        assert!(lessons::find("hello").is_ok());
    }

    fn every_listed_lesson_and_parameter_is_in_the_contracts_documentation() {
        let contract = read("docs/contract.md");
        for lesson in lessons::listed() {
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
        for lesson in LESSONS {
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
        for lesson in lessons::listed() {
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

    fn every_listed_lesson_has_a_picture_and_every_picture_a_lesson() {
        let mut used = Vec::new();
        for lesson in lessons::listed() {
            let pictures = lesson.about.pictures;
            assert!(!pictures.is_empty(), "{} has no picture", lesson.about.id);
            let compares = pictures.contains(&Picture::Comparison);
            assert_eq!(
                compares,
                !lesson.about.comparison.is_empty(),
                "{}",
                lesson.about.id
            );
            used.extend(pictures.iter().map(|kind| json!(kind)));
        }
        let kinds = schemars::schema_for!(Picture);
        for kind in kinds.get("oneOf").and_then(Value::as_array).expect("kinds") {
            assert!(used.contains(&kind["const"]), "no lesson shows {kind}");
        }
    }

    fn every_study_is_of_parameters_that_its_lesson_has() {
        for lesson in lessons::listed() {
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
                        let four_ways = lessons::find("four-ways").expect("the lesson").schema();
                        assert!(
                            four_ways.to_string().contains(&format!("\"{id}\"")),
                            "four-ways does not know {id}"
                        );
                    }
                    Runs::Interpreters => assert!(properties["interpreter"].is_object(), "{id}"),
                    Runs::Vary { parameter, .. } | Runs::Race { parameter, .. } => assert!(
                        properties[parameter].is_object(),
                        "{id}: {title} varies {parameter}, which is no parameter"
                    ),
                }
            }
        }
    }

    fn every_python_listing_runs_under_cpython() -> Tested {
        let python = python()?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("listings");
        std::fs::create_dir_all(&folder).expect("a folder");
        for lesson in lessons::listed() {
            // A file of its own, because multiprocessing imports the program again in its children,
            // and with no module's name, because the program's own folder is where Python looks first.
            let file = folder.join(format!("listing_{}.py", lesson.about.id.replace('-', "_")));
            std::fs::write(&file, lesson.about.python).expect("a file");
            let output = Command::new(python).arg(&file).output().expect("python");
            let errors = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{}: {errors}", lesson.about.id);
            assert!(
                !output.stdout.is_empty(),
                "{} prints nothing",
                lesson.about.id
            );
        }
        Ok(())
    }
}
