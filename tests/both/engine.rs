//! Pools, actors and runs from the inside: order, errors, events, stops.

use crate::common::{kinds, own_run, record, run};
use crate::harness::tests;
use crate::own::{Adders, REGISTRY, Vanish};
use futures_lite::future::zip;
use manyhands::contract::{TaskError, What};
use manyhands::engine::actor::System;
use manyhands::engine::parameters::Kind;
use manyhands::engine::pool::{Callbacks, Crew, Pool, Tasks, ThreadPool, chunk_sizes, chunksize};
use manyhands::platform::sync::{Condvar, Mutex};
use manyhands::platform::{cancel::Cancel, farm, has_threads, memory, parallel};
use manyhands::{Context, Error, Request, engine, engine_is_lost};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A pool of three threads of each crew.
async fn pools(context: &Context) -> Vec<ThreadPool> {
    farm::ensure(3).await.expect("a farm");
    parallel::ensure().await.expect("a pool");
    [Crew::Farm, Crew::Parallel]
        .map(|crew| ThreadPool::new(context, 3, crew).expect("a pool"))
        .into()
}

tests! {
    #[needs = "shared memory"]
    async fn a_run_tells_its_phases_one_after_the_other_and_the_last_ends_with_it() {
        let record = record("pool-rows", json!({"rows": 2_000, "workers": 1})).await;
        let phases = record.metrics["phases"].as_array().expect("phases");
        let names: Vec<_> = phases.iter().map(|phase| phase["name"].as_str()).collect();
        assert_eq!(names, ["the table", "one worker", "the pool"].map(Some));
        let times: Vec<f64> = (phases.iter())
            .flat_map(|phase| [&phase["from_ms"], &phase["to_ms"]])
            .map(|time| time.as_f64().expect("a time"))
            .collect();
        assert!(times.is_sorted(), "{times:?}");
        assert_eq!((times[1], times[3]), (times[2], times[4]));
        let wall_ms = record.metrics["wall_ms"].as_f64().expect("a time");
        assert!(times[5] >= wall_ms * 0.5, "{times:?} in {wall_ms} ms");
    }

    async fn a_process_that_is_gone_without_a_word_is_missed_by_its_number() {
        let context = Context::new(&REGISTRY, Cancel::default());
        let pool = Pool::new(&context, 1, Kind::Processes).await.expect("a pool");
        let error = pool.map(Vanish, vec![1, 2], 1).await.expect_err("no process");
        assert!(error.to_string().contains("ProcessDied: process 1 ended"), "{error}");
    }

    #[needs = "shared memory"]
    async fn each_of_a_million_tasks_is_done_exactly_once() {
        const TASKS: usize = 1_000_000;
        let context = Context::new(&REGISTRY, Cancel::default());
        for pool in pools(&context).await {
            let done: Arc<Vec<AtomicU64>> = Arc::new((0..TASKS).map(|_| AtomicU64::new(0)).collect());
            let counted = done.clone();
            let tasks = pool.tasks(TASKS, move |task| {
                counted[task].fetch_add(1, Ordering::Relaxed);
                Ok(task)
            });
            let map = tasks.map_async(100, Callbacks::default()).expect("it runs");
            drop(tasks);
            let results = map.await.expect("results");
            assert!(results.into_iter().eq(0..TASKS));
            assert!(done.iter().all(|times| times.load(Ordering::Relaxed) == 1));
            assert_eq!(pool.by_worker().iter().sum::<u64>(), TASKS as u64);
            pool.close_and_join().await.expect("an end");
        }
    }

    #[needs = "shared memory"]
    async fn a_map_raises_what_a_task_raised_and_the_pool_goes_on() {
        let context = Context::new(&REGISTRY, Cancel::default());
        for pool in pools(&context).await {
            let tasks = pool.tasks(10, |task| match task {
                7 => Err(TaskError::new("ZeroDivisionError", "division by zero")),
                task => Ok(task),
            });
            let map = tasks.map_async(1, Callbacks::default()).expect("it runs");
            let error = map.await.expect_err("task 7");
            assert_eq!(error.to_string(), "ZeroDivisionError: division by zero");
            // imap raises it in its turn, and gives the others.
            let mut results = tasks.imap(1, true).expect("it runs");
            let mut got = Vec::new();
            while let Some(result) = results.next(None).await {
                got.push(result.ok());
            }
            let expected: Vec<Option<usize>> = (0..10).map(|task| (task != 7).then_some(task)).collect();
            assert_eq!(got, expected);
            let apply = |task| tasks.apply_async(task, Callbacks::default()).expect("it runs");
            assert_eq!(apply(3).await, Ok(3));
            assert!(apply(7).await.is_err());
            drop(tasks);
            pool.close_and_join().await.expect("an end");
        }
    }

    #[needs = "shared memory"]
    async fn imap_unordered_gives_each_result_once() {
        let context = Context::new(&REGISTRY, Cancel::default());
        for pool in pools(&context).await {
            let mut results = pool.tasks(500, Ok).imap(3, false).expect("it runs");
            let mut got = Vec::new();
            while let Some(result) = results.next(None).await {
                got.push(result.expect("a result"));
            }
            got.sort();
            assert!(got.into_iter().eq(0..500));
            pool.close_and_join().await.expect("an end");
        }
    }

    #[needs = "shared memory"]
    async fn a_stopped_pool_raises_and_does_no_more_tasks() {
        let cancel = Cancel::default();
        let context = Context::new(&REGISTRY, cancel.clone());
        for pool in pools(&context).await {
            cancel.set();
            let map = pool.tasks(100, Ok).map_async(1, Callbacks::default()).expect("it runs");
            assert_eq!(map.await.expect_err("stopped").kind, "CancelledError");
            assert_eq!(pool.by_worker(), [0, 0, 0]);
            pool.close_and_join().await.expect("an end");
        }
    }

    async fn chunks_hold_every_task_once_by_cpythons_rule() {
        for (tasks, workers, size) in [(0, 4, 0), (1, 1, 1), (3, 5, 1), (20, 3, 2), (200_000, 2, 25_000), (17, 4, 2)] {
            assert_eq!(chunksize(tasks, workers), size);
            for asked in [1, 2, 7, 1_000_000] {
                let sizes = chunk_sizes(tasks, asked);
                assert_eq!(sizes.iter().sum::<usize>(), tasks);
                assert_eq!(sizes.len(), tasks.div_ceil(asked));
            }
        }
    }

    async fn events_come_while_the_run_goes_and_states_begin_on_every_worker() {
        let mut batches = 0;
        let mut events = Vec::new();
        let params = json!({"max_workers": 2, "probe_ms": 200});
        manyhands::run(Request::new("processors", params), |batch| {
            batches += 1;
            events.extend(batch);
        })
        .await
        .expect("a run");
        assert!(batches > 2, "{batches} batches in half a second");
        for worker in [1, 2] {
            let of_it = || events.iter().filter(move |event| event.worker == worker);
            assert!(of_it().any(|event| matches!(event.what, What::Run { .. })), "worker {worker} ran");
            assert!(of_it().any(|event| matches!(event.what, What::Wait { .. })), "worker {worker} waited");
            // One worker's own events are in order.
            assert!(of_it().is_sorted_by(|a, b| a.t_us <= b.t_us));
        }
    }

    async fn a_message_is_received_after_it_was_sent_and_each_once() {
        let mut sent = Vec::new();
        let mut received = Vec::new();
        let params = json!({"pattern": "ping-pong", "messages": 200, "workers": 2});
        manyhands::run(Request::new("actors", params), |batch| {
            for event in batch {
                match event.what {
                    What::Send { from, to, message } => sent.push((from, to, message, event.t_us)),
                    What::Receive { from, to, message } => received.push((from, to, message, event.t_us)),
                    _ => {}
                }
            }
        })
        .await
        .expect("a run");
        assert_eq!((sent.len(), received.len()), (400, 400));
        for (from, to, message, at) in received {
            let its = |sending: &&(u32, u32, u64, f64)| (sending.0, sending.1, sending.2) == (from, to, message);
            let sendings: Vec<f64> = sent.iter().filter(its).map(|sending| sending.3).collect();
            assert_eq!(sendings.len(), 1, "message {message} from {from} to {to}");
            // Two clocks may disagree by what their comparison could not see.
            let uncertain = manyhands::platform::clock::uncertainty_us();
            assert!(sendings[0] <= at + uncertain, "sent at {}, received at {at}", sendings[0]);
        }
    }

    #[needs = "shared memory"]
    async fn a_lock_and_its_condition_work_across_threads_and_a_stop_ends_a_wait() {
        farm::ensure(2).await.expect("a farm");
        static TURN: Mutex<u32> = Mutex::new("the turn", 0);
        static CHANGED: Condvar = Condvar::new();
        let player = |me: u32| {
            move || {
                let cancel = Cancel::default();
                for round in 0..100 {
                    let (mut turn, mine) =
                        CHANGED.wait_while(TURN.lock(), &cancel, None, |turn| *turn != 2 * round + me);
                    assert!(mine);
                    *turn += 1;
                    CHANGED.notify_all();
                }
            }
        };
        let players = [farm::spawn(player(0)), farm::spawn(player(1))];
        for player in players {
            player.expect("a thread").await.expect("no panic");
        }
        let cancel = Cancel::default();
        let (stop, sleeper) = (cancel.clone(), cancel.clone());
        let waits = farm::spawn(move || {
            let (turn, met) = CHANGED.wait_while(TURN.lock(), &cancel, None, |turn| *turn == 200);
            (*turn, met)
        });
        let sleeps = farm::spawn(move || sleeper.sleep(Duration::from_secs(1_000)));
        stop.set();
        assert_eq!(waits.expect("a thread").await, Ok((200, false)));
        assert_eq!(sleeps.expect("a thread").await, Ok(false));
        // Without a stop both end at their times.
        let timed = farm::spawn(|| {
            let cancel = Cancel::default();
            let brief = Duration::from_millis(5);
            let (turn, met) = CHANGED.wait_while(TURN.lock(), &cancel, Some(brief), |_| true);
            drop(turn);
            (met, cancel.sleep(brief))
        });
        assert_eq!(timed.expect("a thread").await, Ok((false, true)));
    }

    async fn a_registry_of_ones_own_runs_lessons_of_its_own_with_functions_of_their_own() {
        for kind in kinds() {
            let cube = async |inputs: [i64; 4]| own_run("cubes", json!({"inputs": inputs, "kind": kind})).await;
            let record = cube([3, 0, 2, 9]).await.expect("a run");
            assert_eq!(record.result, json!([27, 0, 8, 729]), "{kind}");
            let error = cube([3, -1, 2, 9]).await.expect_err("a failure");
            assert_eq!(error.to_string(), "ValueError: -1 is not welcome", "{kind}");
        }
        // The crate's own registry does not know it.
        let error = run("cubes", json!({})).await.expect_err("no such lesson");
        assert!(matches!(error, Error::InvalidParameter { .. }), "{error}");
    }

    async fn an_actor_that_fails_says_so_and_the_others_go_on() {
        for kind in [Kind::Threads, Kind::Processes] {
            if kind == Kind::Threads {
                if !has_threads() {
                    continue;
                }
                farm::ensure(2).await.expect("a farm");
            }
            let context = Context::new(&REGISTRY, Cancel::default());
            let system = System::start(&context, 2, kind, &Adders).await.expect("actors");
            for number in [1, 2, -1, 3] {
                for actor in [0, 1] {
                    // Actor 0 fails at -1; what comes later may find it ended, and then says so.
                    if let Err(error) = system.addresses().get(actor).send(number).await {
                        assert_eq!((actor, number), (0, 3), "{kind:?}");
                        assert!(error.to_string().contains("actor 1, which has ended"), "{kind:?}: {error}");
                    }
                }
            }
            system.addresses().iter().for_each(|actor| actor.close());
            let ended = system.join().await.expect("an end");
            // It has ended for good: a message to it is an error that names it.
            assert_eq!(ended[0].result, Err("-1 is not welcome".into()), "{kind:?}");
            assert_eq!(ended[0].received, 3, "{kind:?}");
            assert_eq!((&ended[1].result, ended[1].received), (&Ok(()), 4), "{kind:?}");
        }
    }

    async fn an_actor_that_fails_in_a_lesson_says_so_and_the_others_take_all() {
        for kind in kinds() {
            let mut lines = Vec::new();
            let request = Request::new("trio", json!({"panics": false, "kind": kind}));
            let ended = engine::run(&REGISTRY, request, |batch| {
                lines.extend(batch.into_iter().filter_map(|event| match event.what {
                    What::Print { text, .. } => Some(text),
                    _ => None,
                }));
            });
            let error = ended.await.expect_err("a failure");
            assert_eq!(error.to_string(), "actor 2 failed: 1 is not welcome", "{kind}");
            let of = |actor: u32| {
                let begins = format!("actor {actor}: took ");
                lines.iter().filter_map(|line| line.strip_prefix(&begins)).collect::<Vec<_>>()
            };
            assert_eq!(of(1), ["0", "1", "2", "3"], "{kind}");
            assert_eq!(of(2), ["0"], "{kind}");
            assert_eq!(of(3), ["0", "1", "2", "3"], "{kind}");
            // Whoever sent to it after that was told, by its number.
            for line in lines.iter().filter(|line| line.starts_with("main: a message")) {
                assert_eq!(line, "main: a message was sent to actor 2, which has ended", "{kind}");
            }
            run("pool-square", json!({})).await.expect("the next run");
        }
    }

    async fn an_actor_that_panics_ends_the_run_by_name_and_the_next_run_works() {
        // A panic on a thread of a browser ends this test's engine too.
        let kinds = if cfg!(target_family = "wasm") { vec!["processes"] } else { kinds() };
        for kind in kinds {
            let error = own_run("trio", json!({"panics": true, "kind": kind})).await.expect_err("a panic");
            assert_eq!(error.kind(), "failed", "{kind}");
            assert!(error.to_string().contains("an actor panicked as told"), "{kind}: {error}");
            run("pool-square", json!({"kind": kind})).await.expect("the next run");
        }
    }

    async fn a_stop_ends_a_run_that_waits_and_the_next_run_works() {
        let request = Request::new("misbehave", json!({"how": "wait-for-ever"}));
        let cancel = request.cancel.clone();
        let stop = async {
            // Once the run has begun, or before: both must end it.
            cancel.set();
        };
        let (ended, ()) = zip(manyhands::run(request, |_| {}), stop).await;
        assert_eq!(ended.expect_err("a stop").kind(), "cancelled");
        assert!(!engine_is_lost());
        run("pool-square", json!({})).await.expect("the next run");
    }

    async fn a_task_that_fails_ends_the_run_and_the_next_run_works() {
        let mut ways = vec!["fail-in-process"];
        if has_threads() {
            ways.push("fail");
        }
        for how in ways {
            let error = run("misbehave", json!({"how": how})).await.expect_err("a failure");
            assert_eq!((error.kind(), error.exit_code()), ("failed", 4));
            // Three tasks raise it, and the first to have done so is not always the same.
            assert!(error.to_string().starts_with("ValueError: "), "{error}");
            assert!(error.to_string().ends_with(" is not welcome"), "{error}");
            run("pool-square", json!({})).await.expect("the next run");
        }
    }

    async fn a_process_that_panics_ends_the_run_by_name_and_the_next_run_works() {
        let error = run("misbehave", json!({"how": "panic-in-process"})).await.expect_err("a panic");
        assert_eq!(error.kind(), "failed");
        assert!(error.to_string().contains("a task panicked as it was told to"), "{error}");
        run("pool-square", json!({"kind": "processes"})).await.expect("the next run");
    }

    // In a browser such a panic ends its worker, and with it this test's engine: the page's tests
    // show what becomes of it there.
    #[cfg(not(target_family = "wasm"))]
    async fn a_panic_on_a_thread_ends_the_run_and_the_next_run_works() {
        for how in ["panic-on-thread", "panic-in-parallel", "exhaust-memory"] {
            let error = run("misbehave", json!({"how": how})).await.expect_err("a panic");
            assert_eq!(error.kind(), "failed");
            assert!(error.to_string().contains("a worker panicked"), "{error}");
            assert!(!engine_is_lost());
            run("pool-square", json!({})).await.expect("the next run");
        }
    }

    fn memory_that_is_not_there_is_an_error_that_says_what_it_was_for() {
        // A page without shared memory may have 4 GiB, of which the largest list would be a half.
        let bytes = match cfg!(all(target_family = "wasm", not(target_feature = "atomics"))) {
            true => usize::MAX,
            false => isize::MAX as usize,
        };
        for asked in [memory::room::<u8>(bytes, "a test"), memory::filled(0, bytes, "a test")] {
            // What nobody looks into the compiler does not ask for.
            let error = std::hint::black_box(asked).expect_err("more than there is");
            let said = format!("memory ran out: {bytes} bytes more could not be had, for a test");
            assert_eq!(Error::from(error), Error::failed(said.clone()));
            assert_eq!(TaskError::from(error), TaskError::new("MemoryError", said));
        }
        assert_eq!(memory::filled(7, 3, "a test"), Ok(vec![7, 7, 7]));
    }

    async fn runs_that_are_begun_together_queue() {
        let (one, other) = zip(
            run("pool-square", json!({"inputs": [5]})),
            run("pool-square", json!({"inputs": [6]})),
        )
        .await;
        assert_eq!(one.expect("a run").result["values"], json!([25]));
        assert_eq!(other.expect("a run").result["values"], json!([36]));
    }
}
