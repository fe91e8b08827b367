//! The Python of each lesson: its file runs as it is, and so does what `listing` makes of it.

use crate::harness::{Skipped, Tested, python, tests};
use manyhands::REGISTRY;
use manyhands::engine::Entry;
use manyhands::engine::listing::{Listing, listing};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The lesson's folder.
fn folder(lesson: &Entry) -> PathBuf {
    let name = lesson.about.id.replace('-', "_");
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src/lessons")
        .join(name)
}

/// The Python file beside the lesson.
fn file(lesson: &Entry) -> (PathBuf, String) {
    let path = folder(lesson).join("listing.py");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    (path, text)
}

fn of(lesson: &Entry, preset: Option<&str>, params: Value) -> Listing {
    let id = lesson.about.id;
    listing(lesson, preset, &params)
        .unwrap_or_else(|error| panic!("{id}, {preset:?}, {params}: {error}"))
}

/// The parameters of a lesson, each with its schema.
fn properties(lesson: &Entry) -> Map<String, Value> {
    lesson.schema()["properties"]
        .as_object()
        .expect("properties")
        .clone()
}

/// The values among which a parameter chooses; none where it has any number of them.
fn choices(property: &Value) -> Vec<Value> {
    let named = ["oneOf", "anyOf"]
        .iter()
        .filter_map(|key| property[key].as_array());
    let consts = named
        .flatten()
        .filter_map(|choice| choice.get("const").cloned());
    let listed = property["enum"].as_array().cloned().unwrap_or_default();
    match property["type"].as_str() {
        Some("boolean") => vec![json!(false), json!(true)],
        _ => consts.chain(listed).collect(),
    }
}

/// Other values of a parameter that are worth a look: the smallest numbers, a text that wants
/// escaping.
fn edges(property: &Value) -> Vec<Value> {
    match property["type"].as_str() {
        Some("integer") => {
            let least = property["minimum"].as_i64().unwrap_or(0);
            vec![json!(least), json!(least + 1), json!(least + 2)]
        }
        Some("number") => vec![property["minimum"].clone(), property["maximum"].clone()],
        Some("string") if choices(property).is_empty() => vec![json!("it's a \"\\\" 手")],
        _ => Vec::new(),
    }
}

/// What makes a program short: how much work a parameter of this name asks for at most.
fn enough(name: &str) -> Option<f64> {
    Some(match name {
        "points" => 20_000.0,
        "rows" => 2_000.0,
        "increments" | "lines" | "work" => 1_000.0,
        "items" | "messages" => 50.0,
        "rounds" | "repeats" => 2.0,
        "interval_ms" | "hold_ms" | "pause_ms" | "produce_ms" | "consume_ms" | "probe_ms"
        | "switch_interval_ms" => 10.0,
        "task_ms" => 2.0,
        "timeout_ms" => 50.0,
        "payload_bytes" => 10_000.0,
        _ => return None,
    })
}

/// These parameters with less work, where they and the preset ask for more.
fn short(lesson: &Entry, preset: Option<&str>, params: &Value) -> Value {
    let preset = lesson
        .about
        .presets
        .iter()
        .find(|one| Some(one.name) == preset);
    let preset = preset.map_or(json!({}), |preset| preset.value());
    let mut short = params.clone();
    for (name, property) in properties(lesson) {
        let given = params
            .get(&name)
            .or(preset.get(&name))
            .or(property.get("default"));
        if let (Some(most), Some(given)) = (enough(&name), given.and_then(Value::as_f64))
            && given > most
        {
            short[&name] = match property["type"].as_str() {
                Some("integer") => json!(most as u64),
                _ => json!(most),
            };
        }
        // Threads that sleep for seconds.
        if name == "threads" && property["type"] == "array" && params.get(&name).is_none() {
            short[&name] = json!([
                {"name": "A", "delay_ms": 5, "repeats": 2},
                {"name": "B", "delay_ms": 10, "repeats": 3},
            ]);
        }
    }
    short
}

/// A program in Python, and where it comes from.
struct Program {
    what: String,
    source: String,
}

/// How long a program may take on a busy machine.
const LIMIT: Duration = Duration::from_secs(300);

/// Runs a program, and gives what it printed or what went wrong.
fn run(python: &str, folder: &Path, number: usize, program: &Program) -> Result<String, String> {
    // A file, because multiprocessing imports the program again in its children, and with no
    // module's name, because the program's own folder is where Python looks first.
    let name = |ending: &str| folder.join(format!("listing_{number}.{ending}"));
    let create = |ending| File::create(name(ending)).map_err(|error| error.to_string());
    std::fs::write(name("py"), &program.source).map_err(|error| error.to_string())?;
    let begin = Instant::now();
    let mut child = Command::new(python)
        .arg(name("py"))
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(create("out")?)
        .stderr(create("err")?)
        .spawn()
        .map_err(|error| error.to_string())?;
    let status = loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            break status;
        }
        if begin.elapsed() > LIMIT {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("it did not end within {} s", LIMIT.as_secs()));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let read = |ending| std::fs::read_to_string(name(ending)).unwrap_or_default();
    match status.success() {
        true => Ok(read("out")),
        false => Err(format!("{status}\n{}", read("err"))),
    }
}

/// Runs all programs, as many at the same time as there are processors.
fn run_all(scratch: &str, programs: Vec<Program>) -> Result<(), Skipped> {
    let python = python()?;
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(scratch);
    std::fs::create_dir_all(&folder).expect("a folder");
    let todo = Mutex::new(programs.into_iter().enumerate());
    let failed = Mutex::new(Vec::new());
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..processors {
            scope.spawn(|| {
                loop {
                    let Some((number, program)) = todo.lock().expect("no panic").next() else {
                        return;
                    };
                    let said = match run(python, &folder, number, &program) {
                        Ok(output) if output.is_empty() => "it prints nothing".to_string(),
                        Ok(_) => continue,
                        Err(error) => error,
                    };
                    let report = format!("{}: {said}\n{}", program.what, program.source);
                    failed.lock().expect("no panic").push(report);
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no panic");
    assert!(
        failed.is_empty(),
        "{} programs failed\n{}",
        failed.len(),
        failed.join("\n\n")
    );
    Ok(())
}

/// The lesson's presets, and before them none.
fn presets(lesson: &Entry) -> impl Iterator<Item = Option<&'static str>> {
    let names = lesson.about.presets.iter().map(|preset| Some(preset.name));
    std::iter::once(None).chain(names)
}

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
        for lesson in REGISTRY.listed() {
            assert_eq!(lesson.about.listing, file(lesson).1, "{}", lesson.about.id);
        }
    }

    fn every_listing_runs_as_it_is() -> Tested {
        let programs = REGISTRY.listed().map(|lesson| Program {
            what: lesson.about.id.into(),
            source: file(lesson).1,
        });
        run_all("listings-as-they-are", programs.collect())
    }

    /// Each preset with each choice and each edge of one parameter.
    fn every_listing_runs_with_other_parameters() -> Tested {
        // By its text: most parameters change nothing in many.
        let mut programs = BTreeMap::new();
        let mut refused = 0;
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            let mut add = |preset: Option<&str>, params: Value| {
                let params = short(lesson, preset, &params);
                match listing(lesson, preset, &params) {
                    Ok(listing) => {
                        let what = format!("{id}, preset {preset:?}, {params}");
                        programs.entry(listing.source).or_insert(what);
                    }
                    // One parameter alone may not go with the others.
                    Err(error) => {
                        assert_eq!(error.kind(), "invalid-parameter", "{id}, {params}: {error}");
                        refused += 1;
                    }
                }
            };
            for preset in presets(lesson) {
                add(preset, json!({}));
                for (name, property) in properties(lesson) {
                    for value in choices(&property) {
                        add(preset, json!({&*name: value}));
                    }
                }
            }
            for (name, property) in properties(lesson) {
                for value in edges(&property) {
                    add(None, json!({&*name: value}));
                }
            }
        }
        assert!(programs.len() > 100, "only {} programs", programs.len());
        assert!(refused < programs.len() / 4, "{refused} were refused");
        let programs = programs.into_iter().map(|(source, what)| Program { what, source });
        run_all("listings-with-parameters", programs.collect())
    }

    #[long = "some presets count hundreds of millions of points in Python: minutes"]
    fn every_listing_runs_with_each_preset_whole() -> Tested {
        let whole = |lesson: &'static Entry| {
            presets(lesson).skip(1).map(|preset| Program {
                what: format!("{}, preset {preset:?}", lesson.about.id),
                source: of(lesson, preset, json!({})).source,
            })
        };
        run_all("listings-with-presets", REGISTRY.listed().flat_map(whole).collect())
    }

    fn without_parameters_a_listing_is_its_file_without_the_directives() {
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            let (_, file) = file(lesson);
            let Listing { source, marks, .. } = of(lesson, None, json!({}));
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
        for lesson in REGISTRY.listed() {
            let id = lesson.about.id;
            for (name, property) in properties(lesson) {
                if let Some(default) = property.get("default") {
                    let given = of(lesson, None, json!({&*name: default}));
                    assert_eq!(given, of(lesson, None, json!({})), "{id}: {name} = {default}");
                }
            }
        }
    }
}
