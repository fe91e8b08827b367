//! A GPU to compute on, through WebGPU: in a browser the browser's own, natively wgpu's over
//! Vulkan, Metal or Direct3D 12.
//!
//! Whatever can be missing or go wrong has a name in [`GpuError`], and nothing here panics on it.
//! wgpu's types are not `Send` in a browser, so a [`Gpu`] stays on the thread that made it, the
//! coordinator; nothing blocks there but, natively, the wait for the GPU itself.

use crate::platform;
use serde::Serialize;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Why a GPU cannot be used, or gave no result.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum GpuError {
    /// This browser has no WebGPU, or none on this page.
    NoWebGpu {
        /// What was looked for and not found.
        reason: String,
    },
    /// There is WebGPU, but it offers no adapter: no GPU, no driver, or one that is blocked.
    NoAdapter {
        /// What was looked for.
        looked_for: String,
    },
    /// The adapter would not give a device.
    Refused {
        /// What it answered.
        reason: String,
    },
    /// A parameter is beyond what this GPU allows.
    Limit {
        /// The parameter's name.
        parameter: &'static str,
        /// What was asked for.
        given: u64,
        /// The least that is allowed.
        least: u64,
        /// The most that is allowed.
        most: u64,
    },
    /// The shader does not compile, or is not what the pipeline needs.
    Shader {
        /// What is wrong with it, and where; never empty.
        messages: Vec<ShaderMessage>,
    },
    /// The device is gone: its driver failed, it was taken out, or a watchdog ended a dispatch
    /// that took too long. Ask for a new one.
    Lost {
        /// What was said about it; may be empty.
        reason: String,
    },
    /// A dispatch did not end in the time that it was given. The device may be stuck: drop it,
    /// and ask for a new one.
    TimedOut {
        /// The time it was given, in seconds.
        seconds: f64,
    },
    /// The GPU reported an error in what it was asked to do, or ran out of memory.
    Failed {
        /// What it reported.
        reason: String,
    },
}

impl fmt::Display for GpuError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GpuError::NoWebGpu { reason } => write!(f, "no WebGPU: {reason}"),
            GpuError::NoAdapter { looked_for } => {
                write!(f, "no GPU adapter found; looked for {looked_for}")
            }
            GpuError::Refused { reason } => {
                write!(f, "the GPU adapter gave no device: {reason}")
            }
            GpuError::Limit {
                parameter,
                given,
                least,
                most,
            } => write!(
                f,
                "{parameter} is {given}, but this GPU allows {least} to {most}"
            ),
            GpuError::Shader { messages } => {
                f.write_str("the shader does not compile")?;
                for message in messages {
                    write!(f, "\n{message}")?;
                }
                Ok(())
            }
            GpuError::Lost { reason } if reason.is_empty() => f.write_str("the GPU was lost"),
            GpuError::Lost { reason } => write!(f, "the GPU was lost: {reason}"),
            GpuError::TimedOut { seconds } => {
                write!(f, "the shader had not ended after {seconds} s")
            }
            GpuError::Failed { reason } => write!(f, "the GPU reported an error: {reason}"),
        }
    }
}

impl std::error::Error for GpuError {}

/// One thing that is wrong with a shader.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ShaderMessage {
    /// Line, from 1, where it is known.
    pub line: Option<u32>,
    /// Column, from 1, in UTF-16 code units, as browsers and their editors count.
    pub column: Option<u32>,
    /// How much of the line it is about, in UTF-16 code units; may be 0.
    pub length: u32,
    /// What is wrong.
    pub text: String,
}

impl fmt::Display for ShaderMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "{line}:{column}: {}", self.text),
            _ => f.write_str(&self.text),
        }
    }
}

/// What is known of a GPU.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GpuInfo {
    /// The adapter's name; some browsers give none, and it is empty.
    pub name: String,
    /// The interface it is reached by: `WebGPU`, `Vulkan`, `Metal`, `Direct3D 12`.
    pub api: &'static str,
    /// The driver and its version, where they are told.
    pub driver: String,
    /// Whether it is a processor that plays the GPU's part, as SwiftShader and lavapipe do.
    pub software: bool,
    /// Whether it can say when its own work began and ended.
    pub timestamps: bool,
    /// The most invocations that a work-group may have.
    pub max_workgroup_size: u32,
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
    /// [`GpuError::NoWebGpu`], [`GpuError::NoAdapter`] or [`GpuError::Refused`].
    pub async fn new() -> Result<Self, GpuError> {
        host::check_webgpu()?;
        let wanted = wgpu::InstanceDescriptor {
            // Not OpenGL, which wgpu supports only in part.
            backends: wgpu::Backends::PRIMARY,
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        };
        let instance = wgpu::Instance::new(wanted.with_env());
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
                reason: error.to_string(),
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
        let info = GpuInfo {
            name: if about.name.is_empty() {
                host::name_of(&device).unwrap_or_default()
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
            software: about.device_type == wgpu::DeviceType::Cpu,
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

    /// Compiles a shader and makes a pipeline of its entry point.
    ///
    /// # Errors
    /// [`GpuError::Shader`] with the place of each mistake; [`GpuError::Lost`].
    pub(super) async fn compute_pipeline(
        &self,
        source: &str,
        layout: &wgpu::PipelineLayout,
        entry_point: &str,
        constants: &[(&str, f64)],
    ) -> Result<wgpu::ComputePipeline, GpuError> {
        let internal = host::InternalErrors::catch(&self.device);
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let module = self
            .device
            .create_shader_module(wgpu::ShaderModuleDescriptor {
                label: Some(entry_point),
                source: wgpu::ShaderSource::Wgsl(source.into()),
            });
        let error = scope.pop();
        let information = module.get_compilation_info();
        let internal = internal.release();
        let error = error.await;
        let mut messages: Vec<_> = (information.await.messages.into_iter())
            .filter(|message| message.message_type == wgpu::CompilationMessageType::Error)
            .map(|message| place(source, message))
            .collect();
        // Some errors come with no message, some messages with no error.
        if messages.is_empty() {
            let others = error.map(|e| e.to_string()).into_iter();
            messages.extend(others.chain(internal.await).map(nowhere));
        }
        if !messages.is_empty() {
            self.check()?;
            return Err(GpuError::Shader { messages });
        }

        let internal = host::InternalErrors::catch(&self.device);
        let scope = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let pipeline = self
            .device
            .create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
                label: Some(entry_point),
                layout: Some(layout),
                module: &module,
                entry_point: Some(entry_point),
                compilation_options: wgpu::PipelineCompilationOptions {
                    constants,
                    ..Default::default()
                },
                cache: None,
            });
        let error = scope.pop();
        let internal = internal.release();
        let error = error.await.map(|e| e.to_string());
        match error.or(internal.await) {
            None => self.check().map(|()| pipeline),
            Some(text) => {
                self.check()?;
                Err(GpuError::Shader {
                    messages: vec![nowhere(text)],
                })
            }
        }
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
        let (send, receive) = async_channel::bounded(1);
        buffer.map_async(wgpu::MapMode::Read, .., move |result| {
            // The receiver is gone when the wait has timed out.
            let _ = send.try_send(result.is_ok());
        });
        let timed_out = async {
            platform::sleep(patience).await;
            None
        };
        let mapped = match host::poll(&self.device, patience) {
            Ok(()) => {
                let mapped = async { receive.recv().await.ok() };
                futures_lite::future::or(mapped, timed_out).await
            }
            Err(host::StillBusy) => None,
        };
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
            None => {
                // Kept for good: whoever drops the last handle waits for the work to end, natively
                // here and in a browser in the process that all pages share, where it takes the
                // other devices with it (seen in Chromium with SwiftShader). A real GPU's driver
                // ends it after some seconds.
                std::mem::forget((self.device.clone(), self.queue.clone()));
                Err(GpuError::TimedOut {
                    seconds: patience.as_secs_f64(),
                })
            }
        }
    }
}

fn lock(faults: &Mutex<Faults>) -> std::sync::MutexGuard<'_, Faults> {
    faults.lock().unwrap_or_else(PoisonError::into_inner)
}

fn nowhere(text: String) -> ShaderMessage {
    ShaderMessage {
        line: None,
        column: None,
        length: 0,
        text,
    }
}

/// wgpu counts bytes from the start of the source; editors count UTF-16 code units in a line.
fn place(source: &str, message: wgpu::CompilationMessage) -> ShaderMessage {
    let utf16 = |text: &str| text.encode_utf16().count() as u32;
    let text = message.message;
    let Some(location) = message.location else {
        return nowhere(text);
    };
    let at = location.offset as usize;
    let (Some(before), Some(after)) = (source.get(..at), source.get(at..)) else {
        return ShaderMessage {
            line: Some(location.line_number),
            column: Some(location.line_position),
            length: 0,
            text,
        };
    };
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let rest_of_line = after.split('\n').next().unwrap_or_default();
    let about = rest_of_line.get(..location.length as usize);
    ShaderMessage {
        line: Some(location.line_number),
        column: Some(1 + utf16(&before[line_start..])),
        length: utf16(about.unwrap_or(rest_of_line)),
        text,
    }
}

/// What differs between wgpu natively and in a browser.
#[cfg(not(target_family = "wasm"))]
mod host {
    use super::{Duration, GpuError};

    pub struct StillBusy;

    /// Natively wgpu brings its own WebGPU.
    pub fn check_webgpu() -> Result<(), GpuError> {
        Ok(())
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

    pub fn name_of(_: &wgpu::Device) -> Option<String> {
        None
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
}

/// What differs between wgpu natively and in a browser.
#[cfg(target_family = "wasm")]
mod host {
    use super::{Duration, GpuError};
    use js_sys::{Function, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;

    pub struct StillBusy;

    /// `navigator.gpu`, or what is known of why it is not there.
    pub fn check_webgpu() -> Result<(), GpuError> {
        let global: JsValue = js_sys::global().into();
        let get = |object: &JsValue, name: &str| {
            Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
        };
        if get(&get(&global, "navigator"), "gpu").is_object() {
            return Ok(());
        }
        Err(GpuError::NoWebGpu {
            reason: if get(&global, "isSecureContext").is_falsy() {
                "navigator.gpu is only there on pages served by https or from localhost".into()
            } else {
                "this browser has no navigator.gpu in a worker".into()
            },
        })
    }

    pub fn looked_for(_: &wgpu::RequestAdapterError) -> String {
        "one by navigator.gpu.requestAdapter(), which gave none".into()
    }

    /// A browser calls back by itself.
    pub fn poll(_: &wgpu::Device, _: Duration) -> Result<(), StillBusy> {
        Ok(())
    }

    /// The adapter's vendor and architecture, which are all that most browsers tell of it.
    pub fn name_of(device: &wgpu::Device) -> Option<String> {
        let info = Reflect::get(device.as_webgpu()?, &"adapterInfo".into()).ok()?;
        let fields = ["vendor", "architecture", "device"];
        let known = fields.map(|name| Reflect::get(&info, &name.into()).ok()?.as_string());
        let known: Vec<_> = (known.into_iter().flatten())
            .filter(|text| !text.is_empty())
            .collect();
        (!known.is_empty()).then(|| known.join(" "))
    }

    /// Catches errors of the kind `internal`, which a driver that cannot compile a shader reports.
    /// wgpu 30 would panic on one, so its device is asked behind its back.
    pub struct InternalErrors(Option<JsValue>);

    impl InternalErrors {
        pub fn catch(device: &wgpu::Device) -> Self {
            let device = device
                .as_webgpu()
                .map(|device| JsValue::from(device.clone()));
            let kind = [JsValue::from_str("internal")];
            Self(device.filter(|device| call(device, "pushErrorScope", &kind).is_some()))
        }

        pub fn release(self) -> impl Future<Output = Option<String>> {
            // Popped now, so that scopes close in the order in which they were opened.
            let popped = self
                .0
                .and_then(|device| call(&device, "popErrorScope", &[]));
            async move {
                let error = JsFuture::from(popped?.dyn_into::<Promise>().ok()?)
                    .await
                    .ok()?;
                let message = Reflect::get(&error, &"message".into()).ok()?;
                message.as_string()
            }
        }
    }

    fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Option<JsValue> {
        let function: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
        function.apply(object, &arguments.iter().collect()).ok()
    }
}
