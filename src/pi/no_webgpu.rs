//! What stands in for `gpu/` and `webgpu.rs` in a native build without the feature `webgpu`: a GPU
//! that is never found.

#[path = "gpu/error.rs"]
mod error;
#[path = "gpu/info.rs"]
mod info;

pub use error::{GpuError, ShaderMessage};
pub use info::GpuInfo;

use super::Generator;
use super::backend::{Backend, Slice};
use std::ops::Range;

/// A GPU. There is none.
#[derive(Clone, Debug)]
pub enum Gpu {}

/// A shader made ready. There is none.
#[derive(Debug)]
pub enum PiPipeline {}

impl Gpu {
    /// Says that this build has no WebGPU.
    ///
    /// # Errors
    /// [`GpuError::NoWebGpu`], always.
    pub async fn new() -> Result<Self, GpuError> {
        Err(GpuError::NoWebGpu {
            reason: "this program was built without the feature webgpu".into(),
        })
    }

    /// What is known of it.
    pub fn info(&self) -> &GpuInfo {
        match *self {}
    }

    /// Makes ready to count.
    ///
    /// # Errors
    /// None: there is no GPU to call it on.
    pub async fn pi(
        &self,
        _shader: Option<&str>,
        _workgroup_size: u32,
        _points_per_invocation: u32,
        _generator: Generator,
        _seed: u64,
    ) -> Result<PiPipeline, GpuError> {
        match *self {}
    }
}

impl Backend for PiPipeline {
    type Error = GpuError;

    fn name(&self) -> &'static str {
        match *self {}
    }

    fn generator(&self) -> Generator {
        match *self {}
    }

    async fn count(&mut self, _points: Range<u64>) -> Result<Slice, GpuError> {
        match *self {}
    }
}
