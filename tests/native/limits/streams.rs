//! Standard streams that are closed or full, and what is written to them.

use super::{after, folder};
use crate::harness::tests;
use serde_json::Value;

tests! {
    fn an_error_that_nobody_can_read_ends_with_its_own_code() {
        for setting in ["exec 2>/dev/full", "exec 2>&-", "exec 2>/dev/full 1>&2", "exec 2>&- 1>&-"] {
            after(setting, &["run", "nope"]).in_order(&[2]);
            after(setting, &["run", "nope", "--json"]).in_order(&[2]);
            after(setting, &["run", "pool-square", "--set", "workers=0"]).in_order(&[2]);
            after(setting, &["walk"]).in_order(&[2]);
            after(setting, &["run", "misbehave"]).in_order(&[4]);
        }
    }

    fn what_cannot_be_written_to_standard_output_is_told() {
        let hello: &[&str] = &["run", "hello"];
        for arguments in [hello, &["run", "hello", "--json"], &["list"], &["list", "--json"], &["schema", "hello"], &["listing", "race"], &["--help"], &["--version"]] {
            after("exec 1>/dev/full", arguments).names(&["standard output"]);
            after("exec 1>/dev/full 2>&1", arguments).in_order(&[4]);
        }
        after("trap '' PIPE; exec 1> >(true)", &["run", "hello"]).in_order(&[0, 4]);
    }

    /// What somebody gave does not colour the terminal, nor turn its writing round.
    fn names_in_messages_have_no_control_characters() {
        let odd = "\u{1b}[31mx\u{7f}\u{9b}\u{202e}y";
        let file = folder("names").join("params.json");
        std::fs::write(&file, format!("{{{}: 1}}", Value::from(odd))).expect("a file");
        let (set, from_file) = (format!("{odd}=1"), format!("@{}", file.display()));
        let place = format!(r#"{{"threads": [{{{}: 1}}]}}"#, Value::from(odd));
        let no_file = format!("@{odd}");
        let cases: [&[&str]; 8] = [
            &["run", odd],
            &["schema", odd],
            &["listing", odd],
            &["run", "hello", "--set", &set],
            &["run", "hello", "--params", &from_file],
            &["run", "threads", "--params", &place],
            &["run", "hello", "--preset", odd],
            &["run", "hello", "--params", &no_file],
        ];
        for arguments in cases {
            for json in [false, true] {
                let json = json && arguments[0] == "run";
                let with: &[&str] = if json { &["--json"] } else { &[] };
                let ended = after("true", &[arguments, with].concat()).in_order(&[2]);
                let said = ended.stderr.trim_end_matches('\n');
                assert!(said.contains(r"\u{1b}[31mx"), "{said}");
                let odd = |letter: char| letter.is_control() || letter == '\u{202e}';
                assert!(!said.contains(odd), "{said:?}");
                if json {
                    let told: Value = serde_json::from_str(&ended.stdout).expect("JSON");
                    let message = told["error"]["message"].as_str().expect("a message");
                    assert!(!message.contains(odd), "{message:?}");
                }
            }
        }
    }

    /// As Windows' PowerShell writes files: with a byte order mark, in UTF-8 or in UTF-16.
    fn parameters_are_read_from_a_file_with_a_byte_order_mark() {
        let text = "{\"whom\": \"wörld\"}\r\n";
        let with_mark = format!("\u{feff}{text}");
        let wide = |order: fn(u16) -> [u8; 2]| with_mark.encode_utf16().flat_map(order).collect::<Vec<u8>>();
        let forms = [
            ("plain", text.as_bytes().to_vec()),
            ("utf-8", with_mark.clone().into_bytes()),
            ("utf-16le", wide(u16::to_le_bytes)),
            ("utf-16be", wide(u16::to_be_bytes)),
        ];
        let folder = folder("mark");
        for (form, bytes) in forms {
            let file = folder.join(form);
            std::fs::write(&file, bytes).expect("a file");
            let ended = after("true", &["run", "hello", "--params", &format!("@{}", file.display())]).in_order(&[0]);
            assert!(ended.stdout.contains("hello, wörld"), "{form}: {}", ended.stdout);
        }
        let file = folder.join("odd");
        std::fs::write(&file, b"\xff\xfe{\0\"").expect("a file");
        let ended = after("true", &["run", "hello", "--params", &format!("@{}", file.display())]).in_order(&[2]);
        assert!(ended.stderr.contains("--params"), "{}", ended.stderr);
    }
}
