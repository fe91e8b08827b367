//! A stop ends any program, and the next one runs.

use super::{INTERPRETERS, all_threads_end, lines, stopped_at};
use crate::harness::tests;
use manyhands::Error;

/// Programs that never end by themselves, each of which prints "here" first.
const ENDLESS: &[(&str, &str)] = &[
    ("a loop", "print('here')\nwhile True: pass"),
    (
        "a loop that catches all",
        "print('here')\nwhile True:\n    try:\n        while True: pass\n    except: pass",
    ),
    (
        "a loop of calls",
        "def f(): return 1\nprint('here')\nwhile True: f()",
    ),
    (
        "recursion that catches all",
        "def f():\n    try: f()\n    except: f()\nprint('here')\nf()",
    ),
    (
        "a comprehension",
        "import itertools\nprint('here')\n[x for x in itertools.count() if x < 0]",
    ),
    (
        "a text that is executed",
        "print('here')\nexec('while True: pass')",
    ),
    ("sleep", "import time\nprint('here')\ntime.sleep(1000)"),
    (
        "a lock taken twice",
        "import threading\nlock = threading.Lock()\nlock.acquire()\nprint('here')\nlock.acquire()",
    ),
    (
        "an empty queue",
        "import queue\nprint('here')\nqueue.Queue().get()",
    ),
    (
        "an event",
        "import threading\nprint('here')\nthreading.Event().wait()",
    ),
    (
        "a join of a thread that waits",
        "import threading\nevent = threading.Event()\nthread = threading.Thread(target=event.wait)\n\
         thread.start()\nprint('here')\nthread.join()",
    ),
    (
        "two locks in two orders",
        "import threading\na, b = threading.Lock(), threading.Lock()\nbarrier = threading.Barrier(2)\n\
         def work(first, second):\n    with first:\n        barrier.wait()\n        print('here')\n        \
         with second: pass\n\
         threads = [threading.Thread(target=work, args=pair) for pair in ((a, b), (b, a))]\n\
         for thread in threads: thread.start()\nfor thread in threads: thread.join()",
    ),
    (
        "a loop in each of eight threads",
        "import threading\ndef work():\n    print('here')\n    while True: pass\n\
         for _ in range(8): threading.Thread(target=work).start()",
    ),
    (
        "a pool's future",
        "from concurrent.futures import ThreadPoolExecutor\nimport threading\n\
         with ThreadPoolExecutor() as pool:\n    future = pool.submit(threading.Event().wait)\n    \
         print('here')\n    future.result()",
    ),
    (
        "a loop of asyncio",
        "import asyncio\nasync def main():\n    print('here')\n    await asyncio.Event().wait()\nasyncio.run(main())",
    ),
    (
        "endless printing",
        "print('here')\nwhile True: print('more')",
    ),
];

tests! {
    async fn a_stop_ends_any_program() {
        for interpreter in INTERPRETERS {
            for (what, program) in ENDLESS {
                let ended = stopped_at("here", program, interpreter).await;
                assert!(
                    matches!(ended, Err(Error::Cancelled)),
                    "{what}, {interpreter}: {ended:?}"
                );
                assert!(all_threads_end().await, "{what}, {interpreter}: a thread did not end");
            }
            assert_eq!(lines("print('next')", interpreter).await, ["next"]);
        }
    }

    async fn daemon_threads_end_with_their_program() {
        for interpreter in INTERPRETERS {
            let program = "import threading, time\n\
                def loop():\n    while True: pass\n\
                def wait(): time.sleep(1000)\n\
                for target in (loop, wait): threading.Thread(target=target, daemon=True).start()\n\
                print('the end')";
            assert_eq!(lines(program, interpreter).await, ["the end"]);
            assert!(all_threads_end().await, "{interpreter}: a thread did not end");
        }
    }
}
