//! What wgpu is natively, where it brings its own WebGPU; the browser's side is `web.rs`.

use super::{GpuError, Named};
use std::time::Duration;

pub struct StillBusy;

/// Natively wgpu brings its own WebGPU.
pub fn check_webgpu() -> Result<(), GpuError> {
    Ok(())
}

/// With what the environment's variables say of it.
pub fn with_env(wanted: wgpu::InstanceDescriptor) -> wgpu::InstanceDescriptor {
    wanted.with_env()
}

pub fn looked_for(error: &wgpu::RequestAdapterError) -> String {
    format!("one of Vulkan, Metal and Direct3D 12 ({error})")
}

/// Waits for what was submitted, and runs its callbacks: natively nobody else does.
pub fn poll(device: &wgpu::Device, patience: Duration) -> Result<(), StillBusy> {
    match device.poll(wgpu::PollType::Wait {
        submission_index: None,
        timeout: Some(patience),
    }) {
        Err(wgpu::PollError::Timeout) => Err(StillBusy),
        _ => Ok(()),
    }
}

/// What the system answered.
pub fn refusal(error: &wgpu::RequestDeviceError) -> String {
    error.to_string()
}

/// Natively wgpu knows all there is to know.
pub fn about(_: &wgpu::Device) -> Named {
    Named::default()
}

/// Natively wgpu's own error scopes catch what there is to catch.
pub struct InternalErrors;

impl InternalErrors {
    pub fn catch(_: &wgpu::Device) -> Self {
        Self
    }

    pub async fn release(self) -> Option<String> {
        None
    }
}
