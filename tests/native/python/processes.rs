//! What is seen and left of a program's processes.

use super::{INTERPRETERS, record};
use crate::harness::tests;
use manyhands::contract::What;
use manyhands::platform::cancel::Cancel;
use manyhands::{Error, Request};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const GREETS: &str = "
from multiprocessing import Process, Queue

def greet(questions, answers):
    answers.put(f'{questions.get()}!')

if __name__ == '__main__':
    questions, answers = Queue(), Queue()
    greeter = Process(target=greet, args=(questions, answers), name='Greeter')
    greeter.start()
    questions.put('hello')
    print(answers.get())
    greeter.join()
";

const WAITS: &str = "
from multiprocessing import Event, Process
import os

def work(n, here):
    here.set()
    while n: pass
    Event().wait()

if __name__ == '__main__':
    workers = [(Process(target=work, args=(n, here), daemon=n > 1), here) for n, here in enumerate([Event() for _ in range(3)])]
    for worker, here in workers:
        worker.start()
        here.wait()
    print(os.getpid(), *(worker.pid for worker, here in workers))
    print('all are here')
    workers[0][0].join()
";

tests! {
    async fn each_thread_of_each_process_is_seen_under_its_name_and_each_message_has_its_receipt() {
        let (mut names, mut sent, mut taken) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let ran = manyhands::run(Request::new("python", json!({ "program": GREETS })), |events| {
            for event in events {
                match event.what {
                    What::Run { what, holding, .. } if event.worker > 0 => {
                        let own = match what.starts_with("Greeter") {
                            true => "the GIL of Greeter",
                            false => "the GIL",
                        };
                        assert!(holding.is_none_or(|held| held == own), "each process has its own");
                        names.insert(what.into_owned());
                    }
                    What::Send { from, to, message } => {
                        assert!(sent.insert((from, to, message)), "each has a number of its own");
                    }
                    What::Receive { from, to, message } => {
                        assert!(taken.insert((from, to, message)), "each is received once");
                    }
                    _ => {}
                }
            }
        });
        let record = ran.await.expect("a run").record;
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let expected = ["Greeter", "Greeter, QueueFeederThread", "MainThread", "QueueFeederThread"];
        assert_eq!(names, expected);
        assert_eq!(sent.len(), 2);
        assert_eq!(sent, taken);
        assert_eq!(record.result["processes"], 1);
        assert_eq!(record.metrics["messages"], 2);
        let copied = record.metrics["copied_bytes"].as_u64().expect("a number");
        assert!((200..100_000).contains(&copied), "{copied}: two words, and the process's beginning");
    }

    async fn large_messages_are_counted_whole() {
        let program = "from multiprocessing import Pipe\nimport threading\n\
            reads, writes = Pipe(False)\n\
            thread = threading.Thread(target=writes.send_bytes, args=(bytes(1_000_000),))\n\
            thread.start()\nprint(len(reads.recv_bytes()))\nthread.join()";
        let record = record(program, json!({})).await;
        assert_eq!(record.output[0].text, "1000000");
        assert_eq!(record.metrics["messages"], 1);
        assert_eq!(record.metrics["copied_bytes"], 1_000_000);
    }

    async fn what_uses_no_processes_tells_of_no_messages() {
        let record = record("print(1)", json!({})).await;
        assert!(record.metrics.get("messages").is_none());
        assert!(record.metrics.get("copied_bytes").is_none());
    }

    async fn a_stop_leaves_no_process() {
        if !cfg!(target_os = "linux") {
            return;
        }
        for interpreter in INTERPRETERS {
            let mut numbers: Vec<String> = Vec::new();
            let cancel = Cancel::default();
            let params = json!({ "program": WAITS, "interpreter": interpreter });
            let request = Request { cancel: cancel.clone(), ..Request::new("python", params) };
            let stopped = manyhands::run(request, |events| {
                for event in events {
                    match event.what {
                        What::Print { text, .. } if numbers.is_empty() => {
                            numbers = text.split(' ').skip(1).map(String::from).collect();
                        }
                        What::Print { .. } => cancel.set(),
                        _ => {}
                    }
                }
            });
            assert!(matches!(stopped.await, Err(Error::Cancelled)));
            assert_eq!(numbers.len(), 3);
            let lives = |number: &String| {
                let status = std::fs::read_to_string(format!("/proc/{number}/status"));
                // One that has ended may wait for somebody to ask how.
                status.is_ok_and(|status| !status.contains("State:\tZ"))
            };
            let begin = Instant::now();
            while numbers.iter().any(lives) {
                assert!(begin.elapsed() < Duration::from_secs(30), "{numbers:?} live");
                manyhands::platform::sleep(Duration::from_millis(5)).await;
            }
        }
    }
}
