//! Where threads change with the GIL: where CPython 3.14 changes them, and nowhere else.

use super::lines;
use crate::harness::tests;

/// Two threads that each do `step` many times to `n`, with a switch interval that lets threads
/// change wherever they can; how often it was lost.
fn counting(before: &str, step: &str) -> String {
    format!(
        "import sys, threading\nsys.setswitchinterval(1e-5)\nn = 0\n{before}\n\
         def work():\n    global n\n    for _ in range(20000):\n        {step}\n\
         threads = [threading.Thread(target=work) for _ in range(2)]\n\
         for thread in threads: thread.start()\nfor thread in threads: thread.join()\n\
         print('whole' if n == 40000 else 'lost')"
    )
}

/// Whether something is lost in one of many runs: it need not be in each.
async fn is_lost_once(program: &str) -> bool {
    for _ in 0..100 {
        if lines(program, "gil").await == ["lost"] {
            return true;
        }
    }
    false
}

tests! {
    async fn an_addition_in_place_is_never_split() {
        for _ in 0..3 {
            assert_eq!(lines(&counting("", "n += 1"), "gil").await, ["whole"]);
        }
    }

    async fn a_call_of_a_function_of_python_can_be_split() {
        assert!(is_lost_once(&counting("def plus(x): return x + 1", "n = plus(n)")).await);
    }

    async fn a_call_of_what_is_built_in_can_be_split() {
        assert!(is_lost_once(&counting("", "n = int(n) + 1")).await);
    }

    /// What a function of Python reads and gives back is read after the only place at which threads
    /// can change.
    async fn the_way_back_from_a_function_of_python_is_no_place() {
        let program = counting("def next_n(): return n + 1", "n = next_n()");
        for _ in 0..3 {
            assert_eq!(lines(&program, "gil").await, ["whole"]);
        }
    }

    async fn one_thread_at_a_time_runs_with_the_gil() {
        let program = "import threading\ninside = 0\nmost = 0\n\
            def work():\n    global inside, most\n    for _ in range(3000):\n        inside += 1\n        \
            if inside > most: most = inside\n        inside -= 1\n\
            threads = [threading.Thread(target=work) for _ in range(4)]\n\
            for thread in threads: thread.start()\nfor thread in threads: thread.join()\nprint(most)";
        assert_eq!(lines(program, "gil").await, ["1"]);
    }
}
