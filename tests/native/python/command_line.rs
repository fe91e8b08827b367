//! `manyhands python FILE`: what a program says and how it ends is what the command says, and how it ends.

use crate::harness::tests;
use serde_json::{Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A file with this program, of a name of its own.
fn file(name: &str, program: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, program).expect("a file");
    path
}

/// Runs the command with this after `python`, and this to read.
fn python(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_manyhands"))
        .arg("python")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let mut stdin = child.stdin.take().expect("its input");
    stdin
        .write_all(input.as_bytes())
        .expect("a program that reads");
    drop(stdin);
    child.wait_with_output().expect("its end")
}

fn path(file: &std::path::Path) -> &str {
    file.to_str().expect("a path in UTF-8")
}

tests! {
    fn a_program_says_what_it_says_and_ends_as_it_ends() {
        let file = file(
            "says.py",
            "import sys\nsys.stdout.buffer.write(b'\\xff\\n')\nprint(sys.argv[1:], input())\n\
             sys.stderr.write('err')\nprint('no end', end='')\nsys.exit(7)",
        );
        let ended = python(&[path(&file), "--json", "-x", "--", "a b"], "typed\n");
        assert_eq!(ended.status.code(), Some(7));
        let wanted = b"\xff\n['--json', '-x', '--', 'a b'] typed\nno end";
        assert_eq!(ended.stdout, wanted, "{}", String::from_utf8_lossy(&ended.stdout));
        assert_eq!(ended.stderr, b"err");
    }

    fn with_json_the_record_alone_is_printed_and_the_status_is_0() {
        let file = file("fails.py", "print('said')\n1 / 0");
        let ended = python(&["--json", "--set", "interpreter=free-threaded", path(&file)], "");
        assert_eq!(ended.status.code(), Some(0));
        let record: Value = serde_json::from_slice(&ended.stdout).expect("JSON alone");
        assert_eq!(record["result"]["exit"], 1);
        assert_eq!(record["result"]["exception"]["type"], "ZeroDivisionError");
        assert_eq!(record["result"]["exception"]["line"], 2);
        assert_eq!(record["output"][0]["text"], "said");
        assert_eq!(record["params"]["interpreter"], "free-threaded");
        assert_eq!(record["artifacts"], json!([]));
    }

    fn what_a_program_makes_is_written_where_that_is_asked_for() {
        let file = file("makes.py", "open('made.txt', 'w').write('made')");
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("made-by-python");
        let ended = python(&["--artifacts", path(&folder), path(&file)], "");
        assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
        assert_eq!(std::fs::read_to_string(folder.join("made.txt")).expect("the file"), "made");
    }

    fn what_cannot_be_run_is_said_by_name() {
        let nothing = python(&[], "");
        assert_eq!(nothing.status.code(), Some(2));
        let missing = python(&["no-such-file.py"], "");
        assert_eq!(missing.status.code(), Some(2));
        let said = String::from_utf8_lossy(&missing.stderr);
        assert!(said.contains("no-such-file.py"), "{said}");
        let file = file("fine.py", "print(1)");
        for (set, named) in [
            ("interpreter=both", "interpreter"),
            ("switch_interval_ms=0", "switch_interval_ms"),
            ("workers=65", "workers"),
            ("program=1", "FILE"),
        ] {
            let refused = python(&["--set", set, path(&file)], "");
            assert_eq!(refused.status.code(), Some(2), "{set}");
            let said = String::from_utf8_lossy(&refused.stderr);
            assert!(said.contains(named), "{set}: {said}");
        }
    }
}
