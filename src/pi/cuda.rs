//! Pi on an NVIDIA GPU, by the CUDA kernel `shaders/pi.cu`. Natively, with the feature `cuda`.
//!
//! Nothing of CUDA is needed to build this: the driver's library and NVRTC, which compiles the
//! kernel, are looked for when the program runs, and a missing one is an error by name.

use super::Generator;
use super::backend::{Backend, Clock, Slice};
use super::limit::{Limit, MAX_POINTS_PER_INVOCATION};
use crate::contract::Error;
use crate::platform::clock;
use cudarc::driver::sys::{CUdevice_attribute, CUevent_flags};
use cudarc::driver::{
    CudaContext, CudaFunction, CudaSlice, CudaStream, DeviceRepr, DriverError, LaunchConfig,
    PushKernelArg,
};
use cudarc::nvrtc::{CompileError, CompileOptions, Ptx, compile_ptx_with_opts};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// The kernels, one for each generator.
pub const KERNEL: &str = include_str!("../../shaders/pi.cu");

/// Why CUDA cannot be used, or gave no result.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CudaError {
    /// A library of CUDA's is not on this machine, or not where libraries are looked for.
    NoLibrary {
        /// What it is.
        what: &'static str,
        /// The names that were tried, as the system's loader knows them.
        looked_for: Vec<String>,
    },
    /// The driver is there, but offers no GPU.
    NoDevice {
        /// What it answered.
        reason: String,
    },
    /// A parameter is beyond what this GPU allows.
    Limit(Limit),
    /// NVRTC did not compile the kernel.
    Kernel {
        /// What it reported.
        log: String,
    },
    /// The driver reported an error.
    Failed {
        /// What it reported.
        reason: String,
    },
}

impl fmt::Display for CudaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CudaError::NoLibrary { what, looked_for } => {
                write!(f, "no {what}; looked for {}", looked_for.join(", "))
            }
            CudaError::NoDevice { reason } => write!(f, "no CUDA device: {reason}"),
            CudaError::Limit(limit) => limit.fmt(f),
            CudaError::Kernel { log } => write!(f, "NVRTC did not compile the kernel: {log}"),
            CudaError::Failed { reason } => write!(f, "CUDA reported an error: {reason}"),
        }
    }
}

impl std::error::Error for CudaError {}

impl From<Limit> for CudaError {
    fn from(limit: Limit) -> Self {
        CudaError::Limit(limit)
    }
}

impl From<CudaError> for Error {
    fn from(error: CudaError) -> Self {
        let message = error.to_string();
        match error {
            CudaError::NoLibrary { .. } | CudaError::NoDevice { .. } => Error::unsupported(
                format!("backend cuda: {message}; the back end threads needs no GPU"),
            ),
            CudaError::Limit(limit) => Error::invalid(limit.parameter, message),
            CudaError::Kernel { .. } | CudaError::Failed { .. } => {
                Error::failed(format!("backend cuda: {message}"))
            }
        }
    }
}

impl From<DriverError> for CudaError {
    fn from(error: DriverError) -> Self {
        CudaError::Failed {
            reason: error.to_string(),
        }
    }
}

/// Whether the driver's library is here: `libcuda`, on Windows `nvcuda`.
///
/// # Errors
/// [`CudaError::NoLibrary`].
pub fn check_driver() -> Result<(), CudaError> {
    // SAFETY: it runs what the library does when it is loaded, which the driver means to be run.
    let present = unsafe { cudarc::driver::sys::is_culib_present() };
    let names = if cfg!(windows) {
        ["nvcuda.dll", "cuda.dll"]
    } else {
        ["libcuda.so", "libcuda.so.1"]
    };
    found(present, "NVIDIA driver", &names)
}

/// Whether NVRTC, the compiler in CUDA's toolkit, is here: `libnvrtc`.
///
/// # Errors
/// [`CudaError::NoLibrary`].
pub fn check_compiler() -> Result<(), CudaError> {
    // SAFETY: as for the driver.
    let present = unsafe { cudarc::nvrtc::sys::is_culib_present() };
    let names = if cfg!(windows) {
        ["nvrtc64_120_0.dll", "nvrtc.dll"]
    } else {
        ["libnvrtc.so", "libnvrtc.so.12"]
    };
    found(present, "NVRTC, the compiler of the CUDA toolkit", &names)
}

fn found(present: bool, what: &'static str, names: &[&str]) -> Result<(), CudaError> {
    if present {
        return Ok(());
    }
    Err(CudaError::NoLibrary {
        what,
        looked_for: names.iter().map(|&name| name.to_owned()).collect(),
    })
}

/// Compiles the kernels to PTX, for GPUs of this compute capability and later; for all that NVRTC
/// still knows, if none is given. Needs no GPU.
///
/// # Errors
/// [`CudaError::NoLibrary`] or [`CudaError::Kernel`].
pub fn compile(capability: Option<(i32, i32)>) -> Result<Ptx, CudaError> {
    check_compiler()?;
    let options = CompileOptions {
        name: Some("pi.cu".into()),
        options: capability
            .map(|(major, minor)| format!("--gpu-architecture=compute_{major}{minor}"))
            .into_iter()
            .collect(),
        ..Default::default()
    };
    compile_ptx_with_opts(KERNEL, options).map_err(|error| CudaError::Kernel {
        log: match error {
            CompileError::CompileError { log, .. } => log.to_string_lossy().trim().to_owned(),
            other => other.to_string(),
        },
    })
}

/// An NVIDIA GPU.
#[derive(Clone, Debug)]
pub struct Cuda {
    context: Arc<CudaContext>,
    name: String,
    max_workgroup_size: u32,
}

impl Cuda {
    /// The first GPU.
    ///
    /// # Errors
    /// [`CudaError::NoLibrary`] or [`CudaError::NoDevice`].
    pub fn new() -> Result<Self, CudaError> {
        // Asked first, because without the library the driver's functions would panic.
        check_driver()?;
        let none = |error: DriverError| CudaError::NoDevice {
            reason: error.to_string(),
        };
        let context = CudaContext::new(0).map_err(none)?;
        let name = context.name().map_err(none)?;
        let most = CUdevice_attribute::CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK;
        let max_workgroup_size = context.attribute(most).map_err(none)? as u32;
        Ok(Self {
            context,
            name,
            max_workgroup_size,
        })
    }

    /// The GPU's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Makes ready to count the points of this generator and seed. `workgroup_size` is what CUDA
    /// calls the block's size. `points_per_invocation` is rounded up to whole units of the
    /// generator, 4 points or a stream of 2,048.
    ///
    /// # Errors
    /// [`CudaError::NoLibrary`] naming NVRTC, [`CudaError::Limit`] naming the parameter,
    /// [`CudaError::Kernel`] or [`CudaError::Failed`].
    pub fn pi(
        &self,
        workgroup_size: u32,
        points_per_invocation: u32,
        generator: Generator,
        seed: u64,
    ) -> Result<CudaPi, CudaError> {
        let most = self.max_workgroup_size;
        Limit::check("workgroup_size", workgroup_size, most)?;
        let most = MAX_POINTS_PER_INVOCATION;
        Limit::check("points_per_invocation", points_per_invocation, most)?;
        let capability = self.context.compute_capability()?;
        // An NVRTC older than the GPU does not know it; the driver translates older PTX.
        let ptx = compile(Some(capability)).or_else(|_| compile(None))?;
        let kernel = self
            .context
            .load_module(ptx)?
            .load_function(generator.name())?;
        let stream = self.context.default_stream();
        let inside = stream.alloc_zeros(1)?;
        Ok(CudaPi {
            stream,
            kernel,
            inside,
            generator,
            seed,
            workgroup_size,
            units_per_thread: u64::from(points_per_invocation).div_ceil(generator.unit()),
        })
    }
}

/// `Params` in `shaders/pi.cu`, field by field.
#[derive(Clone, Copy, Debug)]
#[repr(C)]
struct Params {
    seed: u64,
    base: u64,
    units: u64,
    units_per_thread: u64,
    before: u32,
    after: u32,
}

// SAFETY: plain integers, laid out as C and so as CUDA does.
unsafe impl DeviceRepr for Params {}

/// A kernel made ready to count the points of one generator and seed.
#[derive(Debug)]
pub struct CudaPi {
    stream: Arc<CudaStream>,
    kernel: CudaFunction,
    inside: CudaSlice<u64>,
    generator: Generator,
    seed: u64,
    workgroup_size: u32,
    units_per_thread: u64,
}

impl CudaPi {
    /// Counts the points of this range in one launch, of at most 2³¹ blocks.
    fn launch(&mut self, points: Range<u64>) -> Result<Slice, CudaError> {
        let unit = self.generator.unit();
        let base = points.start / unit;
        let units = points.end.div_ceil(unit) - base;
        let params = Params {
            seed: self.seed,
            base,
            units,
            units_per_thread: self.units_per_thread,
            before: (points.start - base * unit) as u32,
            after: ((base + units) * unit - points.end) as u32,
        };
        let threads = units.div_ceil(self.units_per_thread);
        let blocks = threads.div_ceil(self.workgroup_size.into()) as u32;

        self.stream.memset_zeros(&mut self.inside)?;
        let timed = Some(CUevent_flags::CU_EVENT_DEFAULT);
        let begin = self.stream.record_event(timed)?;
        let mut launch = self.stream.launch_builder(&self.kernel);
        launch.arg(&params).arg(&mut self.inside);
        // SAFETY: the arguments are those of the kernels in `KERNEL`, in their order and layout,
        // and the kernels write to the one number of `inside` alone.
        unsafe {
            launch.launch(LaunchConfig {
                grid_dim: (blocks, 1, 1),
                block_dim: (self.workgroup_size, 1, 1),
                shared_mem_bytes: 0,
            })?;
        }
        let end = self.stream.record_event(timed)?;
        let inside = self.stream.clone_dtoh(&self.inside)?;
        Ok(Slice {
            points: points.end - points.start,
            inside: inside.iter().sum(),
            seconds: f64::from(begin.elapsed_ms(&end)?) / 1e3,
            clock: Clock::Timestamps,
        })
    }
}

impl Backend for CudaPi {
    type Error = CudaError;

    fn name(&self) -> &'static str {
        "cuda"
    }

    fn generator(&self) -> Generator {
        self.generator
    }

    /// Whole blocks.
    fn granularity(&self) -> u64 {
        self.units_per_thread * u64::from(self.workgroup_size) * self.generator.unit()
    }

    /// Blocks this thread until the GPU has done it, some tens of milliseconds under
    /// [`run`](super::run).
    async fn count(&mut self, points: Range<u64>) -> Result<Slice, CudaError> {
        let most = self.granularity() << 30;
        let mut slice = Slice {
            points: points.end - points.start,
            inside: 0,
            seconds: 0.0,
            clock: Clock::Timestamps,
        };
        let start = clock::now_us();
        let mut at = points.start;
        while at < points.end {
            let end = points.end.min(at.saturating_add(most));
            let part = self.launch(at..end)?;
            slice.inside += part.inside;
            slice.seconds += part.seconds;
            at = end;
        }
        // A launch too short for the GPU's clock.
        if slice.seconds <= 0.0 {
            slice.seconds = (clock::now_us() - start) / 1e6;
            slice.clock = Clock::Wall;
        }
        Ok(slice)
    }
}
