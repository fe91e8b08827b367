//! `peer-shuttle THREADS STEPS SCHEDULES`: so many schedules by chance of threads that read and write one variable in turn, as
//! JSON: milliseconds.

use shuttle::sync::atomic::{AtomicU64, Ordering};
use shuttle::{check_random, thread};
use std::sync::Arc;
use std::time::Instant;

fn main() {
    let numbers: Vec<usize> = std::env::args()
        .skip(1)
        .map(|word| word.parse().expect("a number"))
        .collect();
    let &[threads, steps, schedules] = numbers.as_slice() else {
        panic!("THREADS STEPS SCHEDULES");
    };
    let program = move || {
        let shared = Arc::new(AtomicU64::new(0));
        let work = move |shared: Arc<AtomicU64>| {
            for _ in 0..steps / 2 {
                let read = shared.load(Ordering::SeqCst);
                shared.store(read + 1, Ordering::SeqCst);
            }
        };
        let others: Vec<_> = (1..threads)
            .map(|_| {
                let shared = shared.clone();
                thread::spawn(move || work(shared))
            })
            .collect();
        work(shared);
        for other in others {
            other.join().expect("it does not panic");
        }
    };
    check_random(program, 100);
    let began = Instant::now();
    check_random(program, schedules);
    println!("{{\"ms\": {}}}", began.elapsed().as_secs_f64() * 1e3);
}
