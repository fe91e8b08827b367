//! The same integer from every processor: one test body, written against `pi::Backend`, run on
//! each back end that is here. The tests of one that is not are skipped, by name and reason.
//!
//! `reference/pi_counts.json` was made by an independent implementation, `pi_counts.py` beside it.

use crate::common::{gpu, record};
use crate::harness::{Tested, tests};
use manyhands::REGISTRY;
use manyhands::pi::{
    Backend, Clock, Generator, Gpu, GpuError, Serial, Slice, count_inside, limit, run, webgpu,
};
use serde::Deserialize;
use serde_json::json;
use std::ops::{ControlFlow, Range};
use std::time::Duration;

#[derive(Deserialize)]
struct Row {
    generator: Generator,
    seed: u64,
    first: u64,
    points: u64,
    inside: u64,
}

impl Row {
    fn range(&self) -> Range<u64> {
        self.first..self.first + self.points
    }
}

const TABLE: &str = include_str!("../reference/pi_counts.json");

/// The rows of a reference table for one generator.
fn rows_of(table: &str, generator: Generator) -> Vec<Row> {
    let mut rows: Vec<Row> = serde_json::from_str(table).unwrap();
    rows.retain(|row| row.generator == generator);
    assert!(!rows.is_empty(), "{generator:?}");
    rows
}

#[cfg(not(target_family = "wasm"))]
fn rows_of_more_than_32_bits() -> Vec<Row> {
    let rows: Vec<Row> =
        serde_json::from_str(include_str!("../reference/pi_counts_slow.json")).unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.points > 1 << 32));
    rows
}

/// The whole table on one back end, made anew for each seed; and each range again in pieces.
async fn follows_the_table<B: Backend>(generator: Generator, mut make: impl AsyncFnMut(u64) -> B) {
    for row in rows_of(TABLE, generator) {
        let mut backend = make(row.seed).await;
        let what = format!(
            "{} {generator:?}, seed {}, points {:?}",
            backend.name(),
            row.seed,
            row.range()
        );
        let go_on = async |_: Slice| ControlFlow::Continue(());
        let counted = run(&mut backend, row.range(), go_on).await.expect(&what);
        assert_eq!(counted.inside, row.inside, "{what}");
        assert_eq!(
            (counted.points, counted.stopped),
            (row.points, false),
            "{what}"
        );

        let mut cuts = [0, 1, row.points / 3, row.points / 2, row.points];
        cuts.sort();
        let cuts = cuts.map(|n| row.first + n);
        let mut inside = 0;
        for piece in cuts.windows(2).filter(|piece| piece[0] < piece[1]) {
            let slice = backend.count(piece[0]..piece[1]).await.expect(&what);
            assert!(slice.inside <= piece[1] - piece[0], "{what}");
            inside += slice.inside;
        }
        assert_eq!(inside, row.inside, "{what} in pieces");
    }
}

/// The grid of a run whose reader has set none.
fn the_readers_grid() -> (u32, u32) {
    let schema = REGISTRY.find("pi").expect("the lesson").schema();
    let default = |name: &str| {
        let default = schema["properties"][name]["default"].as_u64();
        default
            .and_then(|number| number.try_into().ok())
            .expect(name)
    };
    (default("workgroup_size"), default("points_per_invocation"))
}

tests! {
    /// What the lesson does: whole runs, on one thread and on several, or processes where there
    /// are no threads.
    async fn the_lesson_counts_what_the_reference_counts_with_serial_and_threads() {
        for generator in Generator::ALL {
            let rows = rows_of(TABLE, generator);
            let whole = rows.iter().filter(|row| row.first == 0);
            assert!(whole.clone().count() >= 23, "{generator:?}");
            for row in whole {
                for backend in ["serial", "threads"] {
                    let params = json!({
                        "backend": backend,
                        "workers": 3,
                        "generator": generator.name(),
                        "seed": row.seed,
                        "points": row.points,
                    });
                    let record = record("pi", params.clone()).await;
                    assert_eq!(record.result["inside"], row.inside, "{params}");
                }
            }
        }
    }

    async fn serial_philox_counts_what_the_reference_counts() {
        let generator = Generator::Philox;
        follows_the_table(generator, async |seed| Serial::new(generator, seed)).await;
    }

    async fn serial_xorshift_counts_what_the_reference_counts() {
        let generator = Generator::Xorshift;
        follows_the_table(generator, async |seed| Serial::new(generator, seed)).await;
    }

    async fn webgpu_counts_what_the_reference_counts_whatever_the_grid() -> Tested {
        let gpu = gpu().await?;
        for generator in Generator::ALL {
            for (workgroup_size, points_per_invocation) in
                [the_readers_grid(), (1, limit::MAX_POINTS_PER_INVOCATION), (37, 333)]
            {
                follows_the_table(generator, async |seed| {
                    gpu.pi(None, workgroup_size, points_per_invocation, generator, seed).await.unwrap()
                }).await;
            }
        }
        Ok(())
    }

    /// More work-groups than fit in one row of them.
    async fn webgpu_counts_in_several_rows_of_work_groups() -> Tested {
        let gpu = gpu().await?;
        let points = 4 * 70_000 + 3;
        let mut pipeline = gpu.pi(None, 1, 4, Generator::Philox, 1).await.unwrap();
        let slice = pipeline.count(0..points).await.unwrap();
        assert_eq!(slice.inside, count_inside(Generator::Philox, 1, 0..points));
        Ok(())
    }

    async fn a_run_reports_and_stops_between_dispatches() -> Tested {
        let gpu = gpu().await?;
        let mut pipeline = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap();
        let mut reports = Vec::new();
        let counted = run(&mut pipeline, 0..10_000_000_000_000, async |slice: Slice| {
            reports.push(slice);
            if reports.len() < 4 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        }).await.unwrap();
        assert!(counted.stopped);
        assert_eq!(counted.slices, 4);
        assert!(reports.iter().all(|slice| slice.points > 0));
        assert_eq!(counted.points, reports.iter().map(|slice| slice.points).sum::<u64>());
        assert_eq!(counted.inside, reports.iter().map(|slice| slice.inside).sum::<u64>());
        assert_eq!(counted.inside, count_inside(Generator::Philox, 0, 0..counted.points));
        assert_eq!(counted.clock, if gpu.info().timestamps { Clock::Timestamps } else { Clock::Wall });
        assert!(reports.iter().all(|slice| slice.seconds > 0.0));
        Ok(())
    }

    async fn a_work_group_too_large_is_an_error_by_name() -> Tested {
        let gpu = gpu().await?;
        let most = gpu.info().max_workgroup_size;
        for given in [0, most + 1] {
            let error = gpu.pi(None, given, 64, Generator::Philox, 0).await.unwrap_err();
            let text = error.to_string();
            assert!(text.contains("workgroup_size") && text.contains(&most.to_string()), "{text}");
        }
        assert!(gpu.pi(None, most, 64, Generator::Philox, 0).await.is_ok());
        let error = gpu.pi(None, 64, 0, Generator::Philox, 0).await.unwrap_err();
        assert!(error.to_string().contains("points_per_invocation"), "{error}");
        Ok(())
    }

    async fn a_shader_with_a_mistake_names_its_line() -> Tested {
        let gpu = gpu().await?;
        // Not ASCII before the mistake, on the line of the mistake too: columns are UTF-16's.
        let shader = "// π\nfn f() -> u32 {\n    /* π² 🎯 */ return colour;\n}\n";
        match gpu.pi(Some(shader), 64, 64, Generator::Philox, 0).await {
            Err(GpuError::Shader { messages }) => {
                assert_eq!(messages[0].line, Some(3), "{messages:?}");
                assert_eq!(messages[0].column, Some(24), "{messages:?}");
                assert!(messages[0].text.contains("colour"), "{messages:?}");
            }
            other => panic!("{other:?}"),
        }
        let cut_off = webgpu::SHADER.replace("return a_high * b_high", "return a_high *");
        assert_ne!(cut_off, webgpu::SHADER);
        let line = 1 + webgpu::SHADER.lines().position(|l| l.contains("return a_high * b_high")).unwrap();
        match gpu.pi(Some(&cut_off), 64, 64, Generator::Philox, 0).await {
            Err(GpuError::Shader { messages }) => {
                assert_eq!(messages[0].line, Some(line as u32), "{messages:?}");
            }
            other => panic!("{other:?}"),
        }
        // The next one is not hurt by it.
        let mut pipeline = gpu.pi(None, 64, 64, Generator::Philox, 0).await.unwrap();
        assert_eq!(pipeline.count(0..1_000).await.unwrap().inside, 764);
        Ok(())
    }

    async fn a_shader_without_the_entry_point_says_so() -> Tested {
        let gpu = gpu().await?;
        let shader = "@compute @workgroup_size(1) fn other() {}";
        match gpu.pi(Some(shader), 64, 64, Generator::Philox, 0).await {
            Err(GpuError::Shader { messages }) => assert!(!messages[0].text.is_empty()),
            other => panic!("{other:?}"),
        }
        Ok(())
    }

    /// The way out of a shader that does not end: until it has, the GPU is called busy.
    async fn a_dispatch_is_given_up_and_the_gpu_is_busy_until_it_has_ended() -> Tested {
        let gpu = gpu().await?;
        let pipeline = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap();
        let mut pipeline = pipeline.with_patience(Duration::from_millis(2));
        match pipeline.count(0..200_000_000).await {
            Err(GpuError::Unanswered { seconds }) => assert_eq!(seconds, 0.002),
            // A GPU that is as fast as that cannot be kept waiting.
            other => assert!(!gpu.info().software, "{other:?}"),
        }
        drop((pipeline, gpu));
        let gpu = loop {
            match Gpu::new().await {
                Err(GpuError::Busy) => {}
                other => break other.unwrap(),
            }
        };
        let mut pipeline = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap();
        assert_eq!(pipeline.count(0..1_000).await.unwrap().inside, 764);
        Ok(())
    }

    async fn a_device_lost_in_a_run_is_an_error_by_name_and_a_new_one_works() -> Tested {
        let gpu = gpu().await?;
        let mut pipeline = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap();
        let error = run(&mut pipeline, 0..1 << 40, async |_: Slice| {
            gpu.destroy();
            ControlFlow::Continue(())
        }).await.unwrap_err();
        assert!(matches!(error, GpuError::Lost { .. }), "{error:?}");
        let error = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap_err();
        assert!(matches!(error, GpuError::Lost { .. }), "{error:?}");
        let gpu = Gpu::new().await.unwrap();
        let mut pipeline = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap();
        assert_eq!(pipeline.count(0..1_000).await.unwrap().inside, 764);
        Ok(())
    }

    async fn another_shader_counts_otherwise() -> Tested {
        let gpu = gpu().await?;
        let shader = webgpu::SHADER.replace("q <= ~p", "q <= p");
        assert_ne!(shader, webgpu::SHADER);
        let mut pipeline = gpu.pi(Some(&shader), 64, 64, Generator::Philox, 0).await.unwrap();
        assert_ne!(pipeline.count(0..1_000_000).await.unwrap().inside, 784_465);
        Ok(())
    }

    /// Whole runs of more than 2³² points.
    #[cfg(not(target_family = "wasm"))]
    #[long = "counts more than 2³² points on the CPU: half a minute on two cores"]
    async fn runs_of_more_points_than_32_bits_count_agree_with_the_reference() {
        for row in rows_of_more_than_32_bits() {
            let what = format!("{:?}, seed {}, {} points", row.generator, row.seed, row.points);
            let go_on = async |_: Slice| ControlFlow::Continue(());
            let mut serial = Serial::new(row.generator, row.seed);
            let counted = run(&mut serial, row.range(), go_on).await.unwrap();
            assert_eq!(counted.inside, row.inside, "serial {what}");
            let params = json!({
                "backend": "threads",
                "generator": row.generator.name(),
                "seed": row.seed,
                "points": row.points,
            });
            let threads = record("pi", params).await;
            assert_eq!(threads.result["inside"], row.inside, "threads {what}");
        }
    }

    #[cfg(not(target_family = "wasm"))]
    #[long = "counts more than 2³² points on the GPU: a minute in software"]
    async fn webgpu_counts_more_points_than_32_bits_count() -> Tested {
        let gpu = gpu().await?;
        for row in rows_of_more_than_32_bits() {
            let mut pipeline = gpu.pi(None, 64, 4096, row.generator, row.seed).await.unwrap();
            let go_on = async |_: Slice| ControlFlow::Continue(());
            let counted = run(&mut pipeline, row.range(), go_on).await.unwrap();
            assert_eq!(counted.inside, row.inside, "{:?}, seed {}", row.generator, row.seed);
        }
        Ok(())
    }

    #[cfg(not(target_family = "wasm"))]
    #[long = "counts 10¹⁰ points more than once: half a minute on two cores"]
    async fn ten_billion_points_agree() -> Tested {
        for generator in Generator::ALL {
            let points = 10_000_000_000;
            let inside = count_inside(generator, 0, 0..points);
            let halves =
                [0..points / 2, points / 2..points].map(|half| count_inside(generator, 0, half));
            assert_eq!(halves[0] + halves[1], inside);
            let gpu = gpu().await?;
            let mut pipeline = gpu.pi(None, 64, 4096, generator, 0).await.unwrap();
            let go_on = async |_: Slice| ControlFlow::Continue(());
            let counted = run(&mut pipeline, 0..points, go_on).await.unwrap();
            assert_eq!(counted.inside, inside);
        }
        Ok(())
    }
}
