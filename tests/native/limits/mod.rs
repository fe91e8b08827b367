//! The program where the system gives it less than it asks for: memory, threads, descriptors, room on the disk. It
//! ends with the name of what was missing, in bounded time, and no panic's text reaches the terminal.
//!
//! The limits are those of the shell's `ulimit`.

mod files;
mod memory;
mod streams;
mod threads;

use crate::harness::{Skipped, lacks};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// How long a run may take, in seconds, before it counts as hung.
const PATIENCE: &str = "100";
/// The exit code of `timeout` where it had to end what it ran.
const HUNG: i32 = 124;

/// How a run under a limit ended.
struct Ended {
    what: String,
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Ended {
    fn of(what: String, output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self {
            what,
            code: output.status.code(),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// It ended by itself, in one of these ways, and said nothing but its own sentences.
    fn in_order(self, codes: &[i32]) -> Self {
        let Self {
            what, code, stderr, ..
        } = &self;
        assert_ne!(*code, Some(HUNG), "{what}: hung; {stderr}");
        assert!(
            code.is_some_and(|code| codes.contains(&code)),
            "{what}: ended with {code:?}; {stderr}"
        );
        for raw in [
            "panicked",
            "RUST_BACKTRACE",
            "memory allocation of",
            "stack backtrace",
        ] {
            assert!(!stderr.contains(raw), "{what}: {stderr}");
        }
        self
    }

    /// It failed, and names one of these.
    fn names(self, things: &[&str]) -> Self {
        let ended = self.in_order(&[4]);
        let named = |line: &str| {
            line.starts_with("manyhands: ") && things.iter().any(|thing| line.contains(thing))
        };
        assert!(
            ended.stderr.lines().any(named),
            "{}: {}",
            ended.what,
            ended.stderr
        );
        ended
    }
}

/// Runs the program after `setting`, words of the shell, such as `ulimit -v 20000` or `exec 2>/dev/full`.
fn after(setting: &str, arguments: &[&str]) -> Ended {
    by(&[], setting, arguments)
}

/// What leaves the program so many kilobytes of memory, as one without Python takes them: where it
/// is larger, that comes on top.
fn memory(kilobytes: u32) -> String {
    /// In how many a program without Python says its version.
    const SMALL: u32 = 16_000;
    static NEEDED: LazyLock<u32> = LazyLock::new(|| {
        let says_its_version = |kilobytes: &u32| {
            let script = format!("ulimit -v {kilobytes}; exec \"$0\" --version");
            let run = Command::new("bash")
                .args(["-c", &script, env!("CARGO_BIN_EXE_manyhands")])
                .output();
            run.is_ok_and(|output| output.status.success())
        };
        (SMALL..500_000)
            .step_by(2_000)
            .find(says_its_version)
            .expect("the program runs in half a gigabyte")
    });
    format!("ulimit -v {}", kilobytes + *NEEDED - SMALL)
}

/// The same, by way of another program.
fn by(way: &[&str], setting: &str, arguments: &[&str]) -> Ended {
    let script = format!("{setting}; exec \"$0\" \"$@\"");
    let output = Command::new("timeout")
        .args(["--kill-after=5", PATIENCE])
        .args(way)
        .args(["bash", "-c", &script, env!("CARGO_BIN_EXE_manyhands")])
        .args(arguments)
        // Where it is set, a backtrace is wanted; here none is.
        .env_remove("RUST_BACKTRACE")
        .output()
        .expect("timeout and bash");
    Ended::of(
        format!("{setting}; manyhands {}", arguments.join(" ")),
        output,
    )
}

/// A user of this call's own, who has no processes: a limit of processes binds everybody but root,
/// and counts all that a user has.
fn as_nobody_else() -> Result<Vec<String>, Skipped> {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    let user = 100_000 + 16 * (std::process::id() % 50_000) + CALLS.fetch_add(1, Ordering::Relaxed);
    let way = [
        "setpriv".to_string(),
        format!("--reuid={user}"),
        format!("--regid={user}"),
        "--clear-groups".into(),
    ];
    let asked = Command::new(&way[0])
        .args(&way[1..])
        .args([env!("CARGO_BIN_EXE_manyhands"), "--version"])
        .output();
    match asked {
        Ok(output) if output.status.success() => Ok(way.to_vec()),
        Ok(output) => Err(lacks(
            false,
            format_args!(
                "another user: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            ),
        )),
        Err(error) => Err(lacks(false, format_args!("setpriv: {error}"))),
    }
}

/// An empty folder of this name.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("limits")
        .join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}
