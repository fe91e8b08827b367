//! `peer-ractor PATTERN MESSAGES ACTORS WORKERS WARM-UPS`: one pattern of actors on tokio's workers,
//! as JSON: how many messages were delivered, and milliseconds.
//!
//! The patterns are those of the lesson `actors`. The warm-ups are whole runs before the one that
//! is measured, in the same process.

mod one_way;
mod ping_pong;
mod ring;
mod start;

use std::time::{Duration, Instant};
use tokio::runtime::Builder;
use tokio::sync::oneshot;

/// What was asked for.
#[derive(Debug, Clone, Copy)]
struct Plan {
    messages: u64,
    actors: usize,
}

/// What came out of a run: the messages delivered, and the time that they took.
type Outcome = (u64, Duration);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [pattern, numbers @ ..] = words.as_slice() else {
        panic!("no pattern");
    };
    let numbers: Vec<usize> = numbers.iter().map(|n| n.parse().expect(n)).collect();
    let &[messages, actors, workers, warm_ups] = numbers.as_slice() else {
        panic!("PATTERN MESSAGES ACTORS WORKERS WARM-UPS");
    };
    let plan = Plan {
        messages: messages as u64,
        actors,
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(workers)
        .enable_time()
        .build()
        .expect("tokio starts");
    let mut outcome = None;
    for _ in 0..=warm_ups {
        // In a task, so that it is on the workers from the beginning.
        let run = match pattern.as_str() {
            "one-way" => runtime.spawn(one_way::run(plan)),
            "ping-pong" => runtime.spawn(ping_pong::run(plan)),
            "ring" => runtime.spawn(ring::run(plan)),
            "start" => runtime.spawn(start::run(plan)),
            other => panic!("no pattern {other}"),
        };
        outcome = Some(runtime.block_on(run).expect("the run ends"));
    }
    let (delivered, time) = outcome.expect("there was a run");
    let ms = time.as_secs_f64() * 1e3;
    println!(
        "{}",
        serde_json::json!({ "delivered": delivered, "ms": ms })
    );
}

/// Told by the actor that takes the last message: how many it knows of, and when that was.
type Done = oneshot::Sender<(u64, Instant)>;

/// Says so, once.
fn tell(done: &mut Option<Done>, delivered: u64) {
    if let Some(done) = done.take() {
        // Nobody listens any more when the run was given up.
        let _ = done.send((delivered, Instant::now()));
    }
}
