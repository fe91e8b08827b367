//! The command line: what goes where, and with which exit code.

use crate::harness::{Skipped, Tested, lacks, python, tests};
use manyhands::contract::Record;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn manyhands(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_manyhands"))
        .args(arguments)
        .output()
        .expect("the binary")
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr);
    // A GPU's driver may have something of its own to say there.
    text.lines()
        .filter(|line| line.starts_with("manyhands: "))
        .collect::<Vec<_>>()
        .join("\n")
}

fn record(arguments: &[&str]) -> Record {
    let output = manyhands(&[&["run"], arguments, &["--json"]].concat());
    assert!(output.status.success(), "{}", complaint(&output));
    serde_json::from_slice(&output.stdout).expect("standard output holds the record alone")
}

fn scratch(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}

/// What a program prints that must succeed; where it is not there, the test is skipped.
fn printed_by(program: &str, arguments: &[&str]) -> Result<String, Skipped> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let text = out(&output) + &String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program}: {text}");
            Ok(text)
        }
        Err(error) => Err(lacks(false, format_args!("{program}: {error}"))),
    }
}

/// A file, zipped in a folder of this name.
struct Zipped {
    source: PathBuf,
    record: Record,
    archive: PathBuf,
}

fn zipped(folder: &str) -> Zipped {
    let source = scratch(&format!("{folder}.bin"));
    let folder = scratch(folder);
    let _ = std::fs::remove_dir_all(&folder);
    let bytes: Vec<u8> = (0..3_000_000_u32)
        .flat_map(|number| (number % 1_000).to_le_bytes())
        .collect();
    std::fs::write(&source, &bytes).expect("a file");
    let record = record(&[
        "background-zip",
        "--set",
        &format!("file={}", source.display()),
        "--set",
        "file_name=numbers.bin",
        "--artifacts",
        folder.to_str().expect("UTF-8"),
    ]);
    Zipped {
        source,
        record,
        archive: folder.join("numbers.bin.zip"),
    }
}

tests! {
    fn json_gives_the_record_alone() {
        let record = record(&["pool-square", "--preset", "2016", "--set", "kind=threads"]);
        assert_eq!(record.result["values"], json!([1, 4, 9]));
        let environment = serde_json::to_value(&record.environment).expect("JSON");
        assert_eq!(environment["door"], "command-line");
        assert_eq!(environment["threads"], "native");
        let params = json!({"inputs": [1, 2, 3], "workers": 5, "method": "map", "chunksize": 0, "kind": "threads", "task_ms": 0});
        assert_eq!(record.params, params);
    }

    fn without_json_the_lines_and_the_result_are_printed() {
        let output = manyhands(&["run", "actors", "--set", "messages=3"]);
        assert!(output.status.success());
        let text = out(&output);
        assert_eq!(text.matches("got message").count(), 3, "{text}");
        assert!(text.contains("delivered: 3"), "{text}");
    }

    fn a_value_comes_from_the_default_then_the_preset_then_params_then_set() {
        let file = scratch("params.json");
        std::fs::write(&file, r#"{"workers": 3, "chunksize": 2}"#).expect("a file");
        let at_file = format!("@{}", file.display());
        let arguments = [
            "pool-square",
            "--preset",
            "apply",
            "--params",
            &at_file,
            "--set",
            "chunksize=1",
        ];
        let record = record(&arguments);
        assert_eq!(record.params["method"], "apply");
        assert_eq!(record.params["workers"], 3);
        assert_eq!(record.params["chunksize"], 1);
        assert_eq!(record.params["kind"], "threads");
    }

    fn a_string_needs_no_quotes_and_json_is_json() {
        let record = record(&[
            "pool-square",
            "--set",
            "method=imap",
            "--set",
            "inputs=[7, 8e0]",
        ]);
        assert_eq!(record.params["method"], "imap");
        assert_eq!(record.result["values"], json!([49, 64]));
    }

    fn bad_parameters_end_with_2_and_name_what_is_allowed() {
        let cases: &[(&[&str], &[&str])] = &[
            (
                &["run", "pool-square", "--set", "workers=1000000000"],
                &["workers", "1000000000", "from 1 to 64"],
            ),
            (
                &["run", "pool-square", "--set", "wrokers=1"],
                &["wrokers", "workers"],
            ),
            (&["run", "pool-square", "--set", "workers"], &["KEY=VALUE"]),
            (
                &["run", "pool-square", "--params", "{not json"],
                &["--params", "JSON object"],
            ),
            (&["run", "pool-square", "--params", "[]"], &["JSON object"]),
            (
                &["run", "pool-square", "--params", "@no-such-file"],
                &["no-such-file"],
            ),
            (
                &["run", "pool-square", "--preset", "2017"],
                &["2017", "2016"],
            ),
            (
                &["run", "actors", "--set", "mailbox_capacity=-1"],
                &["mailbox_capacity", "-1", "from 0"],
            ),
            (
                &["run", "no-such-lesson"],
                &["no-such-lesson", "pool-square"],
            ),
            (
                &["schema", "no-such-lesson"],
                &["no-such-lesson", "pool-square"],
            ),
            (
                &["run", "pi", "--set", "points=2e13"],
                &["points", "10000000000000"],
            ),
            (
                &[
                    "run",
                    "pi",
                    "--set",
                    "generator=xorshift",
                    "--set",
                    "points=2e12",
                ],
                &["points", "1000000000000"],
            ),
        ];
        for (arguments, expected) in cases {
            let output = manyhands(arguments);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}");
            assert_eq!(out(&output), "", "{arguments:?}");
            for words in *expected {
                let said = complaint(&output);
                assert!(said.contains(words), "{arguments:?}: {said}");
            }
        }
        assert_eq!(manyhands(&["run"]).status.code(), Some(2));
        assert_eq!(manyhands(&["walk"]).status.code(), Some(2));
    }

    fn what_is_not_possible_ends_with_3_and_what_fails_with_4() {
        let cuda = manyhands(&["run", "pi", "--set", "backend=cuda"]);
        // Where there is CUDA, and this build has it, it is possible.
        if !cuda.status.success() {
            assert_eq!(cuda.status.code(), Some(3));
            let said = complaint(&cuda);
            assert!(
                said.contains("cuda") && !said.contains("panicked"),
                "{said}"
            );
            // A build without the feature says so, and what it would have looked for.
            let lacks = said.contains("libcuda") && said.contains("--features cuda");
            assert!(cfg!(feature = "cuda") || lacks, "{said}");
        }
        let fails = manyhands(&["run", "misbehave"]);
        assert_eq!(fails.status.code(), Some(4));
        assert!(
            complaint(&fails).contains("ValueError"),
            "{}",
            complaint(&fails)
        );
    }

    fn an_interrupt_ends_a_run_with_130_whether_it_listens_or_not() {
        for how in ["wait-for-ever", "loop-for-ever", "loop-in-main"] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_manyhands"))
                .args(["run", "misbehave", "--set", &format!("how={how}")])
                .stdout(Stdio::piped())
                .spawn()
                .expect("the binary");
            // The lesson prints before it misbehaves: then, and not sooner, the interrupt is heard.
            let mut first = [0; 1];
            std::io::Read::read_exact(child.stdout.as_mut().expect("a pipe"), &mut first)
                .expect("a line");
            let killed = Command::new("kill")
                .args(["-INT", &child.id().to_string()])
                .status();
            assert!(killed.expect("kill").success());
            assert_eq!(child.wait().expect("an end").code(), Some(130), "{how}");
        }
    }

    fn list_and_schema_are_what_the_registry_says() {
        let list: Value = serde_json::from_slice(&manyhands(&["list", "--json"]).stdout).expect("JSON");
        let ids: Vec<&str> = list
            .as_array()
            .expect("an array")
            .iter()
            .map(|lesson| lesson["id"].as_str().expect("an id"))
            .collect();
        assert_eq!(
            ids,
            manyhands::REGISTRY.listed()
                .map(|lesson| lesson.about.id)
                .collect::<Vec<_>>()
        );
        let plain = out(&manyhands(&["list"]));
        for id in ids {
            assert!(plain.contains(id));
            let schema: Value =
                serde_json::from_slice(&manyhands(&["schema", id]).stdout).expect("JSON");
            assert_eq!(schema["type"], "object");
        }
    }

    fn the_trace_is_chrome_trace_event_json() {
        let file = scratch("trace.json");
        let path = file.to_str().expect("UTF-8");
        let output = manyhands(&[
            "run",
            "actors",
            "--set",
            "messages=6",
            "--set",
            "workers=2",
            "--trace",
            path,
        ]);
        assert!(output.status.success());
        let trace: Value =
            serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("JSON");
        let events = trace["traceEvents"].as_array().expect("an array");
        let of = |phase: &str| {
            events
                .iter()
                .filter(move |event| event["ph"] == phase)
                .count()
        };
        for event in events {
            assert!(
                event["pid"].is_number() && event["name"].is_string(),
                "{event}"
            );
            match event["ph"].as_str().expect("a phase") {
                "M" => assert!(event["args"]["name"].is_string()),
                "X" => assert!(
                    event["ts"].as_f64() >= Some(0.0) && event["dur"].as_f64() >= Some(0.0),
                    "{event}"
                ),
                "i" | "s" | "f" | "C" => assert!(event["ts"].as_f64() >= Some(0.0), "{event}"),
                other => panic!("phase {other}"),
            }
        }
        // In the order of their times, and each arrow has both ends.
        let times: Vec<f64> = events
            .iter()
            .filter_map(|event| event["ts"].as_f64())
            .collect();
        assert!(times.is_sorted(), "{times:?}");
        let ids = |phase: &str| {
            let mut ids: Vec<String> = events
                .iter()
                .filter(|event| event["ph"] == phase)
                .map(|event| format!("{} {}", event["cat"], event["id"]))
                .collect();
            ids.sort();
            ids
        };
        assert_eq!(ids("s"), ids("f"));
        assert_eq!(trace["otherData"]["events_left_out"], 0);
        // Six messages leave and are taken, and each lane has states.
        assert_eq!(of("s"), 6);
        for lane in [0, 1, 2] {
            assert!(
                events
                    .iter()
                    .any(|event| event["ph"] == "X" && event["tid"] == lane),
                "lane {lane}"
            );
        }
    }

    fn an_artifact_is_written_as_the_record_tells() {
        let Zipped { source, record, archive } = zipped("artifacts");
        let written = std::fs::read(archive).expect("the archive");
        assert_eq!(record.artifacts[0].size, written.len() as u64);
        assert_eq!(record.result["archive_bytes"], written.len());
        let bytes = std::fs::metadata(source).expect("a file").len();
        assert_eq!(record.result["original_bytes"], bytes);
    }

    fn unzip_opens_the_archive() -> Tested {
        let archive = zipped("artifacts-for-unzip").archive;
        printed_by("unzip", &["-t", archive.to_str().expect("UTF-8")])?;
        Ok(())
    }

    fn python_opens_the_archive() -> Tested {
        let script = "import sys, zipfile, zlib\n\
            archive = zipfile.ZipFile(sys.argv[1])\n\
            data = archive.read(archive.namelist()[0])\n\
            assert data == open(sys.argv[2], 'rb').read()\n\
            print(archive.namelist(), zlib.crc32(data))";
        let python = python()?;
        let Zipped { source, record, archive } = zipped("artifacts-for-python");
        let [archive, source] = [&archive, &source].map(|path| path.to_str().expect("UTF-8"));
        let said = printed_by(python, &["-c", script, archive, source])?;
        assert_eq!(said.trim(), format!("['numbers.bin'] {}", record.result["crc32"]));
        Ok(())
    }

    fn a_file_that_cannot_be_zipped_ends_with_2_and_leaves_no_archive() {
        let folder = scratch("no-artifacts");
        let folder_name = folder.to_str().expect("UTF-8");
        let too_large = scratch("too-large.bin");
        std::fs::File::create(&too_large)
            .and_then(|file| file.set_len(100_000_001))
            .expect("a file");
        for (file, reason) in [
            (too_large.to_str().expect("UTF-8"), "100000001 bytes"),
            ("no-such-file.bin", "no-such-file.bin"),
            ("/dev/null", "no file"),
        ] {
            let set = format!("file={file}");
            let output = manyhands(&[
                "run",
                "background-zip",
                "--set",
                &set,
                "--artifacts",
                folder_name,
            ]);
            assert_eq!(output.status.code(), Some(2), "{file}");
            let said = complaint(&output);
            assert!(
                said.contains(reason) && said.contains("at most 100000000 bytes"),
                "{said}"
            );
            assert!(!folder.exists());
        }
    }
}
