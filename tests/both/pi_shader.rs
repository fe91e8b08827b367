//! A shader of one's own in the lesson pi: where it runs, what is said of its mistakes, and whether
//! what it counts is right.

use crate::common::{no_webgpu, record, run};
use crate::harness::{Skipped, Tested, tests};
use manyhands::pi::webgpu::SHADER;
use manyhands::{Error, Record};
use serde_json::{Value, json};

/// The lesson's record, or why there is no GPU.
async fn on_gpu(params: Value) -> Result<Record, Skipped> {
    match run("pi", params.clone()).await {
        Ok(record) => Ok(record),
        Err(Error::Unsupported { message }) => Err(no_webgpu(message)),
        Err(error) => panic!("{params}: {error}"),
    }
}

fn edited(from: &str, to: &str) -> String {
    let shader = SHADER.replace(from, to);
    assert_ne!(shader, SHADER);
    shader
}

/// The line of the verdict.
fn verdict(record: &Record) -> &str {
    let mut lines = record.output.iter().map(|line| line.text.as_str());
    lines
        .find(|line| line.starts_with("verdict"))
        .expect("a verdict")
}

tests! {
    async fn a_shader_that_counts_right_matches_the_reference() -> Tested {
        for generator in ["philox", "xorshift"] {
            let shader = edited("// The sum over one work-group", "// My own words");
            let params = json!({
                "backend": "webgpu", "generator": generator, "points": 1_000_003, "shader": shader,
            });
            let record = on_gpu(params).await?;
            assert_eq!(record.metrics["matches_reference"], true);
            assert_eq!(record.metrics["compared_points"], 1_000_003);
            assert_eq!(record.metrics["reference_inside"], record.result["inside"]);
            assert!(verdict(&record).contains("both count"), "{}", verdict(&record));
        }
        Ok(())
    }

    async fn a_shader_that_counts_otherwise_does_not() -> Tested {
        let params = json!({
            "backend": "webgpu", "points": 1_000_000, "shader": edited("q <= ~p", "q <= p"),
        });
        let record = on_gpu(params).await?;
        assert_eq!(record.metrics["matches_reference"], false);
        assert_eq!(record.metrics["reference_inside"], 784_465);
        assert_ne!(record.result["inside"], 784_465);
        assert!(verdict(&record).contains("do not match"), "{}", verdict(&record));
        Ok(())
    }

    async fn of_a_long_run_the_beginning_is_compared() -> Tested {
        let params = json!({
            "backend": "webgpu", "points": 400_000_000, "shader": format!("{SHADER}\n"),
        });
        let record = on_gpu(params).await?;
        assert_eq!(record.metrics["matches_reference"], true);
        let compared = record.metrics["compared_points"].as_u64().expect("a number");
        assert!((1 << 20..=200_000_000).contains(&compared), "{compared}");
        assert!(verdict(&record).contains("were not compared"), "{}", verdict(&record));
        Ok(())
    }

    async fn without_a_shader_of_ones_own_nothing_is_compared() -> Tested {
        let record = on_gpu(json!({"backend": "webgpu", "points": 1_000})).await?;
        assert!(record.metrics.get("matches_reference").is_none());
        let timed = ["timestamps", "wall"].map(Value::from);
        assert!(timed.contains(&record.metrics["gpu_seconds_by"]), "{:?}", record.metrics);
        assert!(record.output.iter().any(|line| line.text.contains("the GPU worked")));
        Ok(())
    }

    /// `auto` would not take a GPU in software, but for the shader.
    async fn auto_takes_the_gpu_for_a_shader_and_another_back_end_says_that_it_was_not_run() {
        let shader = format!("{SHADER}\n");
        let webgpu = json!({"backend": "webgpu", "points": 1_000, "shader": shader.clone()});
        let has_gpu = on_gpu(webgpu).await.is_ok();
        let auto = record("pi", json!({"points": 1_000, "shader": shader.clone()})).await;
        assert_eq!(auto.result["backend"], if has_gpu { "webgpu" } else { "threads" });
        let serial = record("pi", json!({"backend": "serial", "points": 1_000, "shader": shader})).await;
        assert_eq!(serial.result["inside"], 764);
        assert!(serial.output.iter().any(|line| line.text.contains("the shader was not run")));
        assert!(serial.metrics.get("matches_reference").is_none());
    }

    async fn a_mistake_and_asking_for_too_much_are_errors_of_the_shader_with_its_line() -> Tested {
        on_gpu(json!({"backend": "webgpu", "points": 1})).await?;
        let line = 1 + SHADER.lines().position(|l| l.contains("return a_high * b_high")).unwrap();
        let cases = [
            (edited("return a_high * b_high", "return a_height * b_high"), format!("\n{line}:")),
            // More invocations than any work-group may have.
            (edited("@workgroup_size(workgroup_size)", "@workgroup_size(workgroup_size, 1024)"), String::new()),
        ];
        for (shader, expected) in cases {
            let error = run("pi", json!({"backend": "webgpu", "points": 1_000, "shader": shader}))
                .await
                .expect_err("it cannot run");
            assert_eq!((error.kind(), error.parameter()), ("invalid-parameter", Some("shader")));
            assert!(error.to_string().contains(&expected), "{error}");
        }
        let record = record("pi", json!({"backend": "webgpu", "points": 1_000})).await;
        assert_eq!(record.result["inside"], 764);
        Ok(())
    }
}
