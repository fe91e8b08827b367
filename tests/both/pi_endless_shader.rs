//! A shader that never ends. On a software adapter it goes on running, and slows down whatever else
//! is tested, until the browser is closed: in browsers this module is run by itself.

use crate::common::{gpu, record, run};
use crate::harness::{Tested, tests};
use manyhands::pi::{Backend, Generator, GpuError, webgpu};
use serde_json::json;
use std::time::Duration;

tests! {
    async fn an_endless_shader_ends_in_an_error_by_name_and_the_gpu_is_called_busy() -> Tested {
        let gpu = gpu().await?;
        let shader = webgpu::SHADER.replace("unit < mine.y; unit++", "params.units > 0u; unit++");
        assert_ne!(shader, webgpu::SHADER);
        let pipeline = gpu.pi(Some(&shader), 64, 4096, Generator::Philox, 0).await.unwrap();
        let mut pipeline = pipeline.with_patience(Duration::from_secs(3));
        let is_busy = match pipeline.count(0..1_000).await {
            Err(GpuError::TimedOut { .. }) => true,
            Err(GpuError::Lost { .. }) => false,
            // Lavapipe ends every loop after 65,535 turns.
            Ok(slice) if gpu.info().software => {
                assert_ne!(slice.inside, 764);
                false
            }
            other => panic!("{other:?}"),
        };
        drop((pipeline, gpu));

        let params = |backend| json!({"points": 1_000, "backend": backend, "workers": 2});
        match run("pi", params("webgpu")).await {
            Ok(record) => assert_eq!((is_busy, &record.result["inside"]), (false, &json!(764))),
            Err(error) => {
                assert!(is_busy, "{error}");
                let said = "the GPU is still busy with the shader of an earlier run. Run on threads";
                assert!(error.to_string().contains(said), "{error}");
            }
        }
        // Whoever leaves the choice to the lesson is told why it took threads.
        let record = record("pi", params("auto")).await;
        assert_eq!(record.result["inside"], 764);
        let told = |what| record.output.iter().any(|line| line.text.contains(what));
        assert!(!is_busy || told("still busy with the shader of an earlier run: threads instead"));
        run("processors", json!({"max_workers": 1, "probe_ms": 10})).await.expect("an end");
        Ok(())
    }
}
