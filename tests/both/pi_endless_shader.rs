//! A shader that never ends. On a software adapter it goes on running, and slows down whatever else
//! is tested, until the browser is closed: in browsers this module is run by itself.

use crate::common::gpu;
use crate::harness::{Tested, tests};
use manyhands::pi::{Backend, Generator, Gpu, GpuError, webgpu};
use std::time::Duration;

tests! {
    async fn an_endless_shader_ends_in_an_error_by_name_and_the_next_run_works() -> Tested {
        let gpu = gpu().await?;
        let shader = webgpu::SHADER.replace("unit < mine.y; unit++", "params.units > 0u; unit++");
        assert_ne!(shader, webgpu::SHADER);
        let pipeline = gpu.pi(Some(&shader), 64, 4096, Generator::Philox, 0).await.unwrap();
        let mut pipeline = pipeline.with_patience(Duration::from_secs(3));
        match pipeline.count(0..1_000).await {
            Err(GpuError::TimedOut { .. } | GpuError::Lost { .. }) => {}
            // Lavapipe ends every loop after 65,535 turns.
            Ok(slice) if gpu.info().software => assert_ne!(slice.inside, 764),
            other => panic!("{other:?}"),
        }
        drop((pipeline, gpu));

        let gpu = Gpu::new().await.unwrap();
        let mut pipeline = gpu.pi(None, 64, 4096, Generator::Philox, 0).await.unwrap();
        assert_eq!(pipeline.count(0..1_000).await.unwrap().inside, 764);
        Ok(())
    }
}
