//! Threads, processes and descriptors that are not to be had.

use super::{after, as_nobody_else, by, memory};
use crate::harness::{Tested, tests};

const POOL: [&str; 6] = [
    "run",
    "pool-square",
    "--set",
    "kind=processes",
    "--set",
    "workers=4",
];

/// What a run may say that lacks threads or what they are made of.
const NAMES: [&str; 3] = ["thread", "process", "memory"];

tests! {
    /// Half of the pool's processes had started when a thread of theirs could not be: the run waited for them for ever.
    fn a_thread_beside_a_process_that_cannot_be_started_ends_the_run() {
        after(&memory(20_000), &POOL).names(&NAMES);
        for kilobytes in [24_000, 28_000, 40_000, 70_000, 100_000, 150_000] {
            let ended = after(&memory(kilobytes), &POOL).in_order(&[0, 4]);
            if ended.code == Some(4) {
                ended.names(&NAMES);
            }
        }
    }

    fn too_few_processes_for_a_user_are_named() -> Tested {
        let way = as_nobody_else()?;
        let way: Vec<&str> = way.iter().map(String::as_str).collect();
        let many = |most: u32, arguments: &[&str]| by(&way, &format!("ulimit -u {most}"), arguments);
        let pi = ["run", "pi", "--set", "backend=threads", "--set", "workers=64", "--set", "points=1000"];
        // The program, and the thread that hears interrupts: none is left to count points.
        many(2, &pi).names(&["thread"]);
        many(5, &POOL).names(&["thread", "process"]);
        for lesson in ["pool-programs", "pool-square"] {
            let mut arguments = vec!["run", lesson, "--set", "workers=64"];
            if lesson == "pool-square" {
                arguments.extend(["--set", "kind=processes"]);
            }
            many(20, &arguments).names(&["thread", "process"]);
        }
        // However far it comes.
        for most in 1..16 {
            let ended = many(most, &["run", "pool-square", "--set", "kind=processes", "--set", "workers=2"]).in_order(&[0, 4]);
            if ended.code == Some(4) {
                ended.names(&["thread", "process", "interrupts"]);
            }
        }
        for most in 1..6 {
            many(most, &["run", "background-zip", "--set", "file=/etc/passwd"]).names(&["thread", "interrupts"]);
        }
        // What is wrong with the request is said all the same.
        let wrong = many(1, &["run", "pool-square", "--set", "workers=x"]).in_order(&[2]);
        assert!(wrong.stderr.contains("parameter workers"), "{}", wrong.stderr);
        Ok(())
    }

    /// What waits for a time needs no thread of its own to be woken.
    fn waiting_needs_no_thread() -> Tested {
        let way = as_nobody_else()?;
        let way: Vec<&str> = way.iter().map(String::as_str).collect();
        // The program, the thread that hears interrupts, and the one that the lesson is about.
        let timeout = ["run", "timeout", "--set", "interval_ms=20", "--set", "timeout_ms=100", "--json"];
        let ended = by(&way, "ulimit -u 3", &timeout).in_order(&[0]);
        assert!(ended.stdout.contains("\"timed_out\": true"), "{}", ended.stdout);
        Ok(())
    }

    fn too_few_descriptors_are_named() {
        for most in [5, 6, 7, 8, 9, 10, 12, 14, 16, 20] {
            let ended = after(&format!("ulimit -n {most}"), &POOL).in_order(&[0, 4]);
            if ended.code == Some(4) {
                ended.names(&["process", "interrupts"]);
            }
        }
        after("ulimit -n 9", &POOL).names(&["a process did not start"]);
    }
}
