//! Waiting for somebody who never answers.

use crate::harness::tests;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::Command;

tests! {
    /// It takes as long as a process has to start.
    fn a_process_that_never_answers_ends_the_run_by_its_name() {
        let silent = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("silent.sh");
        std::fs::write(&silent, "#!/bin/sh\nexec sleep 600\n").expect("a file");
        std::fs::set_permissions(&silent, PermissionsExt::from_mode(0o755)).expect("its mode");
        let output = Command::new(env!("CARGO_BIN_EXE_manyhands"))
            .env("MANYHANDS_BINARY", &silent)
            .args(["run", "pool-square", "--set", "kind=processes", "--set", "workers=2"])
            .output()
            .expect("the binary");
        assert_eq!(output.status.code(), Some(4));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("process 1 did not start: no answer for 30 s"), "{said}");
    }
}
