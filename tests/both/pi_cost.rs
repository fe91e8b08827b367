//! The kernels that the benchmarks time: whatever the workers and the instructions, one count. That of
//! the doubles is told by an independent implementation, `reference/pi_counts.py`; the lesson's own
//! have their table in `pi_counts.rs`.

use crate::common::record;
use crate::harness::tests;
use manyhands::pi::{Generator, count_inside};
use serde::Deserialize;
use serde_json::json;

/// No multiple of anything.
const POINTS: u64 = 3_000_017;

/// A run from the first point on, and how many are inside.
#[derive(Deserialize)]
struct Row {
    generator: String,
    seed: u64,
    points: u64,
    inside: u64,
}

fn rows() -> Vec<Row> {
    let mut rows: Vec<Row> =
        serde_json::from_str(include_str!("../reference/pi_cost.json")).unwrap();
    for (name, generator) in [
        ("philox", Generator::Philox),
        ("xorshift", Generator::Xorshift),
    ] {
        rows.extend([0, (7 << 32) + 5].map(|seed| Row {
            generator: name.to_owned(),
            seed,
            points: POINTS,
            inside: count_inside(generator, seed, 0..POINTS),
        }));
    }
    rows
}

tests! {
    #[needs = "shared memory"]
    async fn every_kernel_counts_the_same_on_any_workers_and_instructions() {
        for Row { generator, seed, points, inside } in rows() {
            for instructions in ["detected", "baseline"] {
                for workers in [1, 2, 3] {
                    let params = json!({
                        "points": points, "kernel": generator, "instructions": instructions,
                        "workers": workers, "seed": seed,
                    });
                    let what = params.to_string();
                    let record = record("pi-cost", params).await;
                    assert_eq!(record.result["inside"], inside, "{what}");
                    assert!(record.result["points_per_second"].as_f64().expect("a rate") > 0.0);
                }
            }
        }
    }

    #[needs = "shared memory"]
    async fn another_seed_throws_other_points() {
        let mut counts = Vec::new();
        for seed in 0..4 {
            let params = json!({"points": POINTS, "kernel": "doubles", "seed": seed});
            counts.push(record("pi-cost", params).await.result["inside"].as_u64());
        }
        counts.sort();
        counts.dedup();
        assert_eq!(counts.len(), 4, "{counts:?}");
    }
}
