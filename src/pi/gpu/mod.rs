//! A GPU to compute on, through WebGPU: in a browser the browser's own, natively wgpu's over
//! Vulkan, Metal or Direct3D 12.
//!
//! Whatever can be missing or go wrong has a name in [`GpuError`], and nothing here panics on it.
//! wgpu's types are not `Send` in a browser, so a [`Gpu`] stays on the thread that made it, the
//! coordinator; nothing blocks there but, natively, the wait for the GPU itself.

mod compile;
mod error;
#[cfg_attr(not(target_family = "wasm"), path = "native.rs")]
#[cfg_attr(target_family = "wasm", path = "web.rs")]
mod host;
mod info;
mod underway;

pub use error::{GpuError, ShaderMessage};
pub use info::GpuInfo;

use crate::platform::{self, lock};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use underway::Underway;

/// How long an adapter and a device of it may take together to come. A driver that starts takes
/// a second; in a browser either may never come.
const PATIENCE: Duration = Duration::from_secs(4);

/// What the host knows of an adapter beside what wgpu does.
#[derive(Debug, Default)]
struct Named {
    name: String,
    software: bool,
}

/// What went wrong while nobody was waiting for an answer.
#[derive(Debug, Default)]
struct Faults {
    lost: Option<String>,
    error: Option<String>,
}

/// A GPU, ready to compute.
#[derive(Clone, Debug)]
pub struct Gpu {
    pub(super) device: wgpu::Device,
    pub(super) queue: wgpu::Queue,
    info: GpuInfo,
    faults: Arc<Mutex<Faults>>,
}

impl Gpu {
    /// The first GPU that the system offers, the fastest if it offers several.
    ///
    /// Natively the variable `WGPU_BACKEND` (`vulkan`, `metal`, `dx12`) narrows the choice.
    ///
    /// # Errors
    /// [`GpuError::NoWebGpu`], [`GpuError::NoAdapter`], [`GpuError::Silent`] or
    /// [`GpuError::Refused`]; [`GpuError::Busy`] while a shader of an earlier run has not ended.
    pub async fn new() -> Result<Self, GpuError> {
        host::check_webgpu()?;
        // Its patience is its own: that for the adapter begins when the GPU is free.
        underway::all_ended().await?;
        let silent = async {
            platform::sleep(PATIENCE).await;
            Err(GpuError::Silent {
                seconds: PATIENCE.as_secs(),
            })
        };
        futures_lite::future::or(Self::asked_for(), silent).await
    }

    /// The same, however long it takes.
    async fn asked_for() -> Result<Self, GpuError> {
        let wanted = host::with_env(wgpu::InstanceDescriptor {
            // Not OpenGL, which wgpu supports only in part.
            backends: wgpu::Backends::PRIMARY,
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let instance = wgpu::Instance::new(wanted);
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions {
                power_preference: wgpu::PowerPreference::HighPerformance,
                ..Default::default()
            })
            .await
            .map_err(|error| GpuError::NoAdapter {
                looked_for: host::looked_for(&error),
            })?;
        let offered = adapter.limits();
        let timestamps = adapter.features().contains(wgpu::Features::TIMESTAMP_QUERY);
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                label: Some("manyhands"),
                required_features: if timestamps {
                    wgpu::Features::TIMESTAMP_QUERY
                } else {
                    wgpu::Features::empty()
                },
                // No more than pi needs, but the largest work-group there is: it is a parameter.
                required_limits: wgpu::Limits {
                    max_compute_invocations_per_workgroup: offered
                        .max_compute_invocations_per_workgroup,
                    max_compute_workgroup_size_x: offered.max_compute_workgroup_size_x,
                    ..wgpu::Limits::downlevel_defaults()
                },
                ..Default::default()
            })
            .await
            .map_err(|error| GpuError::Refused {
                reason: host::refusal(&error),
            })?;

        let faults = Arc::new(Mutex::new(Faults::default()));
        device.set_device_lost_callback({
            let faults = faults.clone();
            move |reason, message| {
                // Destroyed is what dropping the last handle to the device reports.
                if reason != wgpu::DeviceLostReason::Destroyed {
                    lock(&faults).lost = Some(message);
                }
            }
        });
        device.on_uncaptured_error({
            let faults = faults.clone();
            Arc::new(move |error: wgpu::Error| {
                // The first one: those that follow are often its consequences.
                lock(&faults).error.get_or_insert(error.to_string());
            })
        });

        let about = adapter.get_info();
        let named = host::about(&device);
        let info = GpuInfo {
            name: if about.name.is_empty() {
                named.name
            } else {
                about.name
            },
            api: match about.backend {
                wgpu::Backend::BrowserWebGpu => "WebGPU",
                wgpu::Backend::Vulkan => "Vulkan",
                wgpu::Backend::Metal => "Metal",
                wgpu::Backend::Dx12 => "Direct3D 12",
                wgpu::Backend::Gl => "OpenGL",
                wgpu::Backend::Noop => "none",
            },
            driver: format!("{} {}", about.driver, about.driver_info)
                .trim()
                .to_owned(),
            software: about.device_type == wgpu::DeviceType::Cpu || named.software,
            timestamps,
            max_workgroup_size: offered
                .max_compute_invocations_per_workgroup
                .min(offered.max_compute_workgroup_size_x),
        };
        Ok(Self {
            device,
            queue,
            info,
            faults,
        })
    }

    /// What is known of it.
    pub fn info(&self) -> &GpuInfo {
        &self.info
    }

    /// Whether it is still there, and has reported no error that nobody was waiting for.
    ///
    /// # Errors
    /// [`GpuError::Lost`] for good; [`GpuError::Failed`] once for each error.
    pub fn check(&self) -> Result<(), GpuError> {
        let mut faults = lock(&self.faults);
        if let Some(reason) = &faults.lost {
            return Err(GpuError::Lost {
                reason: reason.clone(),
            });
        }
        match faults.error.take() {
            Some(reason) => Err(GpuError::Failed { reason }),
            None => Ok(()),
        }
    }

    /// Gives the device back now, and not when its last handle is dropped. Whatever is under way on
    /// it, or begun afterwards, ends in [`GpuError::Lost`].
    pub fn destroy(&self) {
        lock(&self.faults).lost = Some("it was given back".into());
        self.device.destroy();
    }

    /// Waits until the start of a buffer can be read on this side, and copies it out.
    ///
    /// # Errors
    /// [`GpuError::TimedOut`], [`GpuError::Lost`], [`GpuError::Failed`].
    pub(super) async fn read(
        &self,
        buffer: &wgpu::Buffer,
        patience: Duration,
    ) -> Result<Vec<u8>, GpuError> {
        let mapping = Underway::map(&self.device, &self.queue, buffer);
        let mapped = mapping.wait(patience).await;
        self.check()?;
        match mapped {
            Some(true) => {
                let bytes = buffer
                    .get_mapped_range(..)
                    .map_err(|error| GpuError::Failed {
                        reason: error.to_string(),
                    })?
                    .to_vec();
                buffer.unmap();
                Ok(bytes)
            }
            Some(false) => Err(GpuError::Lost {
                reason: String::new(),
            }),
            None => Err(GpuError::TimedOut {
                seconds: patience.as_secs_f64(),
            }),
        }
    }
}
