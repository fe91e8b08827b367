//! Traces and artifacts: written whole or not at all, and never in a record's way.

use super::{Ended, after, folder};
use crate::harness::{Skipped, Tested, lacks, tests};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const OLD: &str = "an older trace";

fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}

fn names_in(folder: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry
            .expect("an entry")
            .file_name()
            .into_string()
            .expect("UTF-8")
    };
    let mut names: Vec<String> = fs::read_dir(folder).expect("a folder").map(name).collect();
    names.sort();
    names
}

fn is_record(ended: &Ended) {
    let record: Value = serde_json::from_str(&ended.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}", ended.stdout));
    assert!(
        !record["result"].is_null() && record["metrics"]["wall_ms"].is_number(),
        "{record}"
    );
}

/// Words of the shell before which no file can grow beyond so many kilobytes. Whoever goes on then is told by the
/// write, as on a full disk.
fn full_beyond(kilobytes: u32) -> String {
    format!("ulimit -f {kilobytes}")
}

tests! {
    fn what_is_wrong_with_the_request_comes_before_the_trace() {
        let folder = folder("request");
        let trace = folder.join("t.json");
        let requests: [(&[&str], &str, i32); 5] = [
            (&["run", "pool-square", "--set", "workers=x"], "parameter workers", 2),
            (&["run", "no-such-lesson"], "no-such-lesson", 2),
            (&["run", "pool-square", "--params", "{"], "--params", 2),
            (&["run", "background-zip", "--set", "file=no-such-file"], "parameter file", 2),
            (&["run", "pi", "--set", "backend=cuda"], "cuda", 3),
        ];
        for (request, words, code) in requests {
            if code == 3 && cfg!(feature = "cuda") {
                continue;
            }
            fs::write(&trace, OLD).expect("a file");
            for trace in [text(&trace), "/nonexistent/t.json"] {
                let ended = after("true", &[request, &["--trace", trace]].concat()).in_order(&[code]);
                assert!(ended.stderr.contains(words), "{}", ended.stderr);
            }
            assert_eq!(fs::read_to_string(&trace).expect("the file"), OLD, "{request:?}");
        }
        assert_eq!(names_in(&folder), ["t.json"]);
    }

    fn a_record_is_printed_whatever_becomes_of_the_trace() {
        let folder = folder("record");
        fs::write(folder.join("file"), "").expect("a file");
        for place in ["/nonexistent/t.json", text(&folder), "/dev/full", text(&folder.join("file/t.json"))] {
            let ended = after("true", &["run", "hello", "--json", "--trace", place]).names(&[place]);
            is_record(&ended);
            let ended = after("true", &["run", "hello", "--trace", place]).names(&[place]);
            assert!(ended.stdout.contains("1 workers") || ended.stdout.contains("1 worker"), "{}", ended.stdout);
        }
        assert_eq!(names_in(&folder), ["file"]);
    }

    /// Both are tried, and both are told.
    fn neither_of_trace_and_artifacts_keeps_the_other_from_being_written() {
        let folder = folder("both");
        fs::write(folder.join("file"), "").expect("a file");
        let (file, trace, made) = (folder.join("file"), folder.join("t.json"), folder.join("made"));
        let zip = ["run", "background-zip", "--set", "lines=100", "--json"];
        let ended = after("true", &[&zip[..], &["--trace", text(&trace), "--artifacts", text(&file)]].concat()).names(&[text(&file)]);
        is_record(&ended);
        assert!(fs::read_to_string(&trace).expect("the trace").starts_with('{'));
        let ended = after("true", &[&zip[..], &["--trace", "/nonexistent/t.json", "--artifacts", text(&made)]].concat()).names(&["/nonexistent/t.json"]);
        is_record(&ended);
        assert_eq!(names_in(&made), ["mydata.txt.zip"]);
    }

    fn a_full_disk_leaves_the_old_trace_whole() {
        let folder = folder("full");
        let (trace, made) = (folder.join("t.json"), folder.join("made"));
        for limit in [0, 1, 2] {
            fs::write(&trace, OLD).expect("a file");
            let actors = ["run", "actors", "--set", "messages=300", "--json", "--trace", text(&trace)];
            let ended = after(&full_beyond(limit), &actors).names(&[text(&trace)]);
            is_record(&ended);
            assert_eq!(fs::read_to_string(&trace).expect("the file"), OLD);
            let zip = ["run", "background-zip", "--set", "lines=20000", "--json", "--artifacts", text(&made)];
            let ended = after(&full_beyond(limit), &zip).names(&["mydata.txt.zip"]);
            is_record(&ended);
            assert!(names_in(&made).is_empty());
        }
        assert_eq!(names_in(&folder), ["made", "t.json"]);
    }

    /// A disk of 16 kB, which a user may mount in a space of names of their own.
    fn a_disk_that_is_full_leaves_the_old_trace_whole() -> Tested {
        let folder = folder("disk");
        let script = "mount -t tmpfs -o size=16k none \"$1\" && printf old > \"$1/t.json\" \
            && \"$0\" run actors --set messages=300 --json --trace \"$1/t.json\"; code=$?; cat \"$1/t.json\" >&2; ls -A \"$1\" >&2; exit $code";
        let output = std::process::Command::new("unshare")
            .args(["--user", "--map-root-user", "--mount", "bash", "-c", script, env!("CARGO_BIN_EXE_manyhands"), text(&folder)])
            .output()
            .map_err(|error| lacks(false, format_args!("unshare: {error}")))?;
        let ended = Ended::of("a disk of 16 kB".into(), output);
        if ended.stderr.starts_with("unshare") || ended.stderr.starts_with("mount") {
            return Err(Skipped(format!("a disk of its own: {}", ended.stderr.lines().next().unwrap_or_default())));
        }
        let ended = ended.names(&["t.json could not be written"]);
        is_record(&ended);
        assert!(ended.stderr.ends_with("\noldt.json\n"), "{}", ended.stderr);
        Ok(())
    }

    fn the_trace_of_a_run_that_failed_is_written() {
        let trace = folder("failed").join("t.json");
        after("true", &["run", "misbehave", "--trace", text(&trace)]).names(&["ValueError"]);
        let trace: Value = serde_json::from_slice(&fs::read(&trace).expect("the trace")).expect("JSON");
        assert!(!trace["traceEvents"].as_array().expect("events").is_empty());
        // The run's own error goes first.
        let ended = after("true", &["run", "misbehave", "--json", "--trace", "/nonexistent/t.json"]).names(&["ValueError"]);
        assert!(ended.stderr.contains("/nonexistent/t.json could not be written"), "{}", ended.stderr);
        let told: Value = serde_json::from_str(&ended.stdout).expect("one JSON document");
        assert!(told["error"]["message"].as_str().expect("a message").contains("ValueError"));
    }

    fn a_trace_goes_where_its_name_leads() {
        let folder = folder("leads");
        let (target, link) = (folder.join("target.json"), folder.join("link.json"));
        fs::write(&target, OLD).expect("a file");
        symlink(&target, &link).expect("a link");
        let umask = "umask 027";
        after(umask, &["run", "hello", "--trace", text(&link)]).in_order(&[0]);
        assert!(fs::symlink_metadata(&link).expect("the link").is_symlink());
        assert!(fs::read_to_string(&target).expect("the trace").starts_with('{'));
        let fresh = folder.join("fresh.json");
        after(umask, &["run", "hello", "--trace", text(&fresh)]).in_order(&[0]);
        let mode = fs::metadata(&fresh).expect("the trace").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        // A pipe is no file that could be replaced.
        let ended = after("true", &["run", "hello", "--json", "--trace", "/dev/stderr"]).in_order(&[0]);
        assert!(ended.stderr.starts_with("{\"traceEvents\""), "{}", ended.stderr);
        after("true", &["run", "hello", "--trace", "/dev/null"]).in_order(&[0]);
        let here = after(&format!("cd {}", text(&folder)), &["run", "hello", "--trace", "here.json"]).in_order(&[0]);
        assert!(here.stderr.is_empty(), "{}", here.stderr);
        assert_eq!(names_in(&folder), ["fresh.json", "here.json", "link.json", "target.json"]);
    }
}
