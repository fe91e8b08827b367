//! Memory that is not to be had.

use super::{after, memory};
use crate::harness::tests;
use serde_json::Value;

/// What a run may say that lacks memory: a thread's stack and a process are made of it too.
const NAMES: [&str; 3] = ["memory", "thread", "process"];

tests! {
    fn a_table_for_which_there_is_no_memory_ends_with_4() {
        let arguments = ["run", "pool-rows", "--set", "rows=4000000", "--set", "workers=2"];
        for kilobytes in [40_000, 60_000, 80_000] {
            after(&memory(kilobytes), &arguments)
                .names(&["memory ran out: 80000000 bytes more could not be had, for the table"]);
        }
        after(&memory(150_000), &arguments).in_order(&[0, 4]);
    }

    fn with_json_standard_output_says_so_too() {
        let ended = after(&memory(60_000), &["run", "pool-rows", "--set", "rows=4000000", "--json"]).names(&["memory ran out"]);
        let said: Value = serde_json::from_str(&ended.stdout).expect("JSON alone");
        assert_eq!(said["error"]["kind"], "failed");
        let message = said["error"]["message"].as_str().unwrap_or_default();
        assert!(message.contains("memory ran out"), "{message}");
    }

    /// Wherever it runs out, whatever asks for it.
    fn every_lesson_that_a_parameter_makes_large_ends_in_order() {
        let lessons: [&[&str]; 7] = [
            &["pool-rows", "rows=20000000", "columns=1", "kind=threads", "method=apply_async", "workers=2"],
            &["pool-rows", "rows=2000000", "kind=processes", "workers=2"],
            &["pool-rows", "rows=2000000", "columns=5", "chunksize=1", "workers=2"],
            &["queue", "items=1000000", "produce_ms=0", "consume_ms=0", "capacity=0"],
            &["actors", "actors=1000", "messages=100000", "pattern=fan-in", "workers=2"],
            &["threads-vs-processes", "payload_bytes=16777216", "messages=4"],
            &["background-zip", "lines=200000", "line_every_ms=10"],
        ];
        for lesson in lessons {
            let mut arguments = vec!["run", lesson[0]];
            for set in &lesson[1..] {
                arguments.extend(["--set", set]);
            }
            for kilobytes in [20_000, 30_000, 45_000, 90_000] {
                let ended = after(&memory(kilobytes), &arguments).in_order(&[0, 4]);
                if ended.code == Some(4) {
                    ended.names(&NAMES);
                }
            }
        }
    }
}
