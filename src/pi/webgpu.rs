//! Pi on a GPU, by the compute shader `shaders/pi.wgsl`.

use super::backend::{Backend, Clock, Slice};
use super::gpu::{Gpu, GpuError};
use super::limit::{Limit, MAX_POINTS_PER_INVOCATION};
use super::{Generator, philox};
use crate::platform::clock;
use crate::platform::patience::within;
use std::ops::Range;
use std::time::Duration;

/// The shader that counts, both generators; what the editor starts from.
///
/// Any shader in its place must keep the two bindings, the entry points `philox` and `xorshift`,
/// and the constant `workgroup_size`.
#[cfg(not(page_engine))]
pub const SHADER: &str = include_str!("../../shaders/pi.wgsl");
/// The same without its comments: the page's editor has them.
#[cfg(page_engine)]
pub const SHADER: &str = include_str!(concat!(env!("MANYHANDS_CARRIED"), "/pi.wgsl"));

/// The most units (see [`Generator::unit`]) in one dispatch: the shader numbers them in 32 bits,
/// and rounds up to whole rows of work-groups.
const MAX_UNITS: u64 = 1 << 31;

/// The most work-groups in a row that every GPU allows.
const MAX_GROUPS_IN_A_ROW: u32 = 65_535;

/// How long a dispatch may take before it is given up. One that [`run`](super::run) cuts takes
/// tens of milliseconds, and the first one on a slow GPU may take a second.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a shader may take to be compiled and made ready: one of many lines takes seconds.
const MAKING: Duration = Duration::from_secs(30);

/// A shader made ready to count the points of one generator and seed.
#[derive(Debug)]
pub struct PiPipeline {
    gpu: Gpu,
    generator: Generator,
    seed: u64,
    workgroup_size: u32,
    units_per_invocation: u32,
    patience: Duration,
    /// Whether its text is not the one that is known to end.
    is_foreign: bool,
    pipeline: wgpu::ComputePipeline,
    bindings: wgpu::BindGroup,
    params: wgpu::Buffer,
    inside: wgpu::Buffer,
    result: wgpu::Buffer,
    timestamps: Option<Timestamps>,
}

/// When a dispatch began and ended, as two ticks of the GPU's clock.
#[derive(Debug)]
struct Timestamps {
    queries: wgpu::QuerySet,
    resolved: wgpu::Buffer,
    /// Seconds in a tick.
    tick: f64,
}

/// Bytes of the count, a 64-bit integer.
const COUNT_BYTES: u64 = 8;
/// Bytes of two timestamps.
const TIMESTAMP_BYTES: u64 = 16;

impl Gpu {
    /// Makes ready to count the points of this generator and seed.
    ///
    /// `shader` is WGSL to use in place of [`SHADER`]. `points_per_invocation` is rounded up to
    /// whole units of the generator, 4 points or a stream of 2,048.
    ///
    /// # Errors
    /// [`GpuError::Limit`] naming `workgroup_size` or `points_per_invocation`;
    /// [`GpuError::Shader`] where it does not compile or lacks what is needed;
    /// [`GpuError::Unanswered`], [`GpuError::Lost`], [`GpuError::Failed`].
    pub async fn pi(
        &self,
        shader: Option<&str>,
        workgroup_size: u32,
        points_per_invocation: u32,
        generator: Generator,
        seed: u64,
    ) -> Result<PiPipeline, GpuError> {
        let making = self.make_pi(
            shader,
            workgroup_size,
            points_per_invocation,
            generator,
            seed,
        );
        let unanswered = GpuError::Unanswered {
            seconds: MAKING.as_secs_f64(),
        };
        within(MAKING, making).await.unwrap_or(Err(unanswered))
    }

    async fn make_pi(
        &self,
        shader: Option<&str>,
        workgroup_size: u32,
        points_per_invocation: u32,
        generator: Generator,
        seed: u64,
    ) -> Result<PiPipeline, GpuError> {
        let most = self.info().max_workgroup_size;
        Limit::check("workgroup_size", workgroup_size, most)?;
        let most = MAX_POINTS_PER_INVOCATION;
        Limit::check("points_per_invocation", points_per_invocation, most)?;
        self.check()?;

        let device = &self.device;
        let binding = |binding, ty| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::COMPUTE,
            ty: wgpu::BindingType::Buffer {
                ty,
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let group_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("count points"),
            entries: &[
                binding(0, wgpu::BufferBindingType::Uniform),
                binding(1, wgpu::BufferBindingType::Storage { read_only: false }),
            ],
        });
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("count points"),
            bind_group_layouts: &[Some(&group_layout)],
            immediate_size: 0,
        });
        let pipeline = self
            .compute_pipeline(
                shader.unwrap_or(SHADER),
                &layout,
                generator.name(),
                &[("workgroup_size", workgroup_size.into())],
            )
            .await?;

        use wgpu::BufferUsages as Usage;
        let buffer = |label, size, usage| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                size,
                usage,
                mapped_at_creation: false,
            })
        };
        let params = buffer("params", Params::BYTES, Usage::UNIFORM | Usage::COPY_DST);
        let inside = buffer(
            "inside",
            COUNT_BYTES,
            Usage::STORAGE | Usage::COPY_SRC | Usage::COPY_DST,
        );
        let timestamps = self.info().timestamps.then(|| Timestamps {
            queries: device.create_query_set(&wgpu::QuerySetDescriptor {
                label: Some("count points"),
                ty: wgpu::QueryType::Timestamp,
                count: 2,
            }),
            resolved: buffer(
                "timestamps",
                TIMESTAMP_BYTES,
                Usage::QUERY_RESOLVE | Usage::COPY_SRC,
            ),
            tick: f64::from(self.queue.get_timestamp_period()) * 1e-9,
        });
        let result = buffer(
            "result",
            COUNT_BYTES + TIMESTAMP_BYTES,
            Usage::MAP_READ | Usage::COPY_DST,
        );
        let bindings = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("count points"),
            layout: &group_layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: params.as_entire_binding(),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: inside.as_entire_binding(),
                },
            ],
        });
        Ok(PiPipeline {
            gpu: self.clone(),
            generator,
            seed,
            workgroup_size,
            units_per_invocation: u64::from(points_per_invocation).div_ceil(generator.unit())
                as u32,
            patience: PATIENCE,
            is_foreign: shader.is_some(),
            pipeline,
            bindings,
            params,
            inside,
            result,
            timestamps,
        })
    }
}

/// What the shader is told about one dispatch: `Params` in `shaders/pi.wgsl`, field by field.
struct Params {
    /// Key of the seed: (low, high) 32 bits.
    seed: [u32; 2],
    /// Number of the first unit: (low, high) 32 bits.
    base: [u32; 2],
    /// Units in the dispatch.
    units: u32,
    /// Units that one invocation counts.
    units_per_invocation: u32,
    /// Points of the first unit that lie before the range.
    before: u32,
    /// Points of the last unit that lie after the range.
    after: u32,
}

impl Params {
    const BYTES: u64 = 32;

    fn bytes(&self) -> Vec<u8> {
        let [s0, s1] = self.seed;
        let [b0, b1] = self.base;
        let (units, each) = (self.units, self.units_per_invocation);
        [s0, s1, b0, b1, units, each, self.before, self.after]
            .iter()
            .flat_map(|field| field.to_le_bytes())
            .collect()
    }
}

impl PiPipeline {
    /// Sets how long a dispatch may take before it is given up as [`GpuError::TimedOut`], with the
    /// built-in shader as [`GpuError::Unanswered`];
    /// ten seconds unless this is called.
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The GPU it runs on.
    pub fn gpu(&self) -> &Gpu {
        &self.gpu
    }

    /// Counts the points of this range, of no more than [`MAX_UNITS`] units.
    async fn dispatch(&self, points: Range<u64>) -> Result<Slice, GpuError> {
        self.gpu.check()?;
        let unit = self.generator.unit();
        let first = points.start / unit;
        let units = points.end.div_ceil(unit) - first;
        let params = Params {
            seed: philox::key(self.seed),
            base: [first as u32, (first >> 32) as u32],
            units: units as u32,
            units_per_invocation: self.units_per_invocation,
            before: (points.start - first * unit) as u32,
            after: ((first + units) * unit - points.end) as u32,
        };
        let invocations = units.div_ceil(self.units_per_invocation.into());
        let groups = invocations.div_ceil(self.workgroup_size.into()) as u32;
        let rows = groups.div_ceil(MAX_GROUPS_IN_A_ROW);

        let Gpu { device, queue, .. } = &self.gpu;
        let start = clock::now_us();
        queue.write_buffer(&self.params, 0, &params.bytes());
        let mut encoder = device.create_command_encoder(&Default::default());
        encoder.clear_buffer(&self.inside, 0, None);
        {
            let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor {
                label: Some("count points"),
                timestamp_writes: self.timestamps.as_ref().map(|timestamps| {
                    wgpu::ComputePassTimestampWrites {
                        query_set: &timestamps.queries,
                        beginning_of_pass_write_index: Some(0),
                        end_of_pass_write_index: Some(1),
                    }
                }),
            });
            pass.set_pipeline(&self.pipeline);
            pass.set_bind_group(0, &self.bindings, &[]);
            pass.dispatch_workgroups(groups.div_ceil(rows), rows, 1);
        }
        encoder.copy_buffer_to_buffer(&self.inside, 0, &self.result, 0, COUNT_BYTES);
        if let Some(Timestamps {
            queries, resolved, ..
        }) = &self.timestamps
        {
            encoder.resolve_query_set(queries, 0..2, resolved, 0);
            encoder.copy_buffer_to_buffer(resolved, 0, &self.result, COUNT_BYTES, TIMESTAMP_BYTES);
        }
        queue.submit([encoder.finish()]);
        let bytes = match self.gpu.read(&self.result, self.patience).await {
            Err(GpuError::TimedOut { seconds }) if !self.is_foreign => {
                return Err(GpuError::Unanswered { seconds });
            }
            read => read?,
        };
        let wall = (clock::now_us() - start) / 1e6;

        let mut numbers = bytes.chunks_exact(8).map(|eight| {
            eight
                .iter()
                .rev()
                .fold(0, |n, &byte| n << 8 | u64::from(byte))
        });
        let inside = numbers.next().unwrap_or_default();
        let ticks = match (&self.timestamps, numbers.next(), numbers.next()) {
            (Some(timestamps), Some(begin), Some(end)) if end > begin => {
                Some((end - begin) as f64 * timestamps.tick)
            }
            _ => None,
        };
        let (seconds, clock) = match ticks {
            // A driver's clock that was set back in between tells nonsense.
            Some(seconds) if seconds <= wall => (seconds, Clock::Timestamps),
            _ => (wall, Clock::Wall),
        };
        Ok(Slice {
            points: points.end - points.start,
            inside,
            seconds,
            clock,
        })
    }
}

impl Backend for PiPipeline {
    type Error = GpuError;

    fn name(&self) -> &'static str {
        "webgpu"
    }

    fn generator(&self) -> Generator {
        self.generator
    }

    /// Whole work-groups.
    fn granularity(&self) -> u64 {
        u64::from(self.units_per_invocation)
            * u64::from(self.workgroup_size)
            * self.generator.unit()
    }

    /// One dispatch, or several where one would be too large for the shader to number.
    async fn count(&mut self, points: Range<u64>) -> Result<Slice, GpuError> {
        let most = MAX_UNITS / 2 * self.generator.unit();
        let mut slice = Slice {
            points: points.end - points.start,
            inside: 0,
            seconds: 0.0,
            clock: Clock::Timestamps,
        };
        let mut at = points.start;
        while at < points.end {
            let end = points.end.min(at.saturating_add(most));
            let part = self.dispatch(at..end).await?;
            slice.inside += part.inside;
            slice.seconds += part.seconds;
            slice.clock = slice.clock.and(part.clock);
            at = end;
        }
        Ok(slice)
    }
}
