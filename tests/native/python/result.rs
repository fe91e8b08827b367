//! What a run leaves behind: exit status, exceptions, threads, files, lines.

use super::{INTERPRETERS, record, run_with};
use crate::harness::tests;
use manyhands::contract::{Stream, What};
use manyhands::{Error, Request};
use serde_json::json;
use std::collections::BTreeSet;

tests! {
    async fn a_program_that_raises_has_run() {
        for interpreter in INTERPRETERS {
            let record = record(
                "import threading\n\
                 def work(): raise KeyError('gone')\n\
                 thread = threading.Thread(target=work, name='worker')\n\
                 thread.start()\nthread.join()\n1 / 0",
                json!({ "interpreter": interpreter }),
            )
            .await;
            assert_eq!(
                record.result,
                json!({
                    "exit": 1,
                    "exception": {
                        "type": "ZeroDivisionError",
                        "message": "division by zero",
                        "file": "main.py",
                        "line": 6,
                    },
                    "thread_exceptions": [{
                        "thread": "worker",
                        "type": "KeyError",
                        "message": "'gone'",
                        "file": "main.py",
                        "line": 2,
                    }],
                    "threads": 1,
                    "processes": 0,
                })
            );
            assert!(record.output.iter().all(|line| line.stream == Some(Stream::Stderr)));
        }
    }

    async fn exit_statuses_are_those_of_the_program() {
        for (program, exit) in [
            ("pass", 0),
            ("import sys; sys.exit(3)", 3),
            ("import sys; sys.exit('why')", 1),
            ("import sys; sys.exit(-1)", 255),
            ("import os; os._exit(7)", 7),
            ("raise SystemExit", 0),
            ("def f(:", 1),
            ("import threading, os, time\nthreading.Thread(target=lambda: os._exit(9)).start()\ntime.sleep(1000)", 9),
        ] {
            let record = record(program, json!({})).await;
            assert_eq!(record.result["exit"], exit, "{program}");
        }
    }

    async fn files_lie_beside_the_program_and_new_ones_are_left_behind() {
        let run = run_with(
            "import folder.helper\nfolder.helper.copy()\nopen('new.bin', 'wb').write(bytes([0, 255]))",
            json!({ "files": {
                "data.txt": "12",
                "folder/helper.py": "def copy():\n    open('copy.txt', 'w').write(open('data.txt').read() * 2)",
            } }),
        )
        .await
        .expect("a run");
        let left: Vec<(&str, &[u8])> = run
            .artifacts
            .iter()
            .map(|file| (file.info.name.as_str(), file.bytes.as_slice()))
            .collect();
        assert_eq!(left, [("copy.txt", &b"1212"[..]), ("new.bin", &[0, 255])]);
    }

    async fn names_of_files_that_lead_elsewhere_are_refused() {
        for name in ["", "/etc/passwd", "../up", "a//b", "main.py", "a\\b", "a\nb"] {
            let refused = run_with("pass", json!({ "files": { (name): "" } })).await;
            match refused {
                Err(Error::InvalidParameter { parameter, .. }) => {
                    assert_eq!(parameter.as_deref(), Some("files"), "{name:?}");
                }
                other => panic!("{name:?}: {other:?}"),
            }
        }
    }

    async fn lines_come_in_the_order_in_which_they_were_printed() {
        let record = record(
            "import threading\nlock = threading.Lock()\nn = 0\n\
             def work():\n    global n\n    for _ in range(500):\n        with lock:\n            print(n)\n            n += 1\n\
             threads = [threading.Thread(target=work) for _ in range(4)]\n\
             for thread in threads: thread.start()\nfor thread in threads: thread.join()",
            json!({ "interpreter": "free-threaded" }),
        )
        .await;
        let printed: Vec<usize> = record
            .output
            .iter()
            .map(|line| line.text.parse().expect("a number"))
            .collect();
        assert_eq!(printed, (0..2000).collect::<Vec<_>>());
    }

    async fn what_is_no_text_and_what_has_no_end_is_told() {
        let record = record(
            "import sys\nsys.stdout.buffer.write(b'a\\xffb\\n')\nsys.stdout.write('open')",
            json!({}),
        )
        .await;
        let lines: Vec<&str> = record.output.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["a\\xffb", "open"]);
    }

    async fn more_threads_than_the_farm_holds_are_refused_as_in_cpython() {
        let record = record(
            "import threading\nevent = threading.Event()\nstarted = 0\n\
             try:\n    while True:\n        threading.Thread(target=event.wait).start()\n        started += 1\n\
             except RuntimeError as error:\n    print(error)\n\
             print(started)\nevent.set()",
            json!({}),
        )
        .await;
        let lines: Vec<&str> = record.output.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["can't start new thread", "63"]);
        assert_eq!(record.result["threads"], 63);
    }

    async fn each_thread_is_seen_under_its_own_name_and_no_other() {
        for interpreter in INTERPRETERS {
            let mut names = BTreeSet::new();
            let program = "import threading\ngo = threading.Event()\n\
                threads = [threading.Thread(target=go.wait, name=name) for name in ('Ada', 'Grace')]\n\
                for thread in threads: thread.start()\ngo.set()\nfor thread in threads: thread.join()";
            let params = json!({ "program": program, "interpreter": interpreter });
            let ran = manyhands::run(Request::new("python", params), |events| {
                names.extend(events.into_iter().filter_map(|event| match event.what {
                    What::Run { what, .. } if event.worker > 0 => Some(what.into_owned()),
                    _ => None,
                }));
            });
            ran.await.expect("a run");
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            assert_eq!(names, ["Ada", "Grace", "MainThread"], "{interpreter}");
        }
    }

    async fn a_thousand_threads_in_turn_all_run() {
        let record = record(
            "import threading\ndone = []\n\
             for n in range(1000):\n    thread = threading.Thread(target=done.append, args=(n,))\n    \
             thread.start()\n    thread.join()\n\
             print(done == list(range(1000)))",
            json!({}),
        )
        .await;
        assert_eq!(record.output[0].text, "True");
        assert_eq!(record.result["threads"], 1000);
    }
}
