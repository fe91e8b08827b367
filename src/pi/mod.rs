//! Monte-Carlo pi: one specification, and every processor that can follow it.
//!
//! Throw points at a square, count those that fall inside the circle, and the share that does
//! estimates π/4. The count is an integer fixed by `(generator, seed, points)` alone, so one
//! thread, sixty-four threads, a browser's GPU and a data-centre GPU must all give **the same
//! number**, and the tests hold them to it.
//!
//! # The sequence
//! Point `i` (`0 ≤ i < points`, 64 bits) comes from 32-bit word `i` of the [`Generator`]. Nothing
//! else is shared between points, so any range of them can be counted anywhere, in any order:
//! that is what makes the problem parallel.
//!
//! # The test
//! [`philox`]: `x` is the word's low 16 bits, `y` its high 16 bits, each read as the centre of its
//! cell, `(x + ½) / 2¹⁶`. The point is inside the quarter circle if and only if
//! `x(x+1) + y(y+1)` does not carry out of 32 bits; since `(x+½)² = x(x+1) + ¼`, that is
//! `(x+½)² + (y+½)² < 2³²` without a fraction. Over all 2³² words 3 373 259 477 are inside:
//! the grid's own answer is 4 · 3373259477 / 2³² = 3.14159270, 4.7e-8 above π, and no number of
//! points can do better. (Without the half-cell shift it would be 6.1e-5 off.)
//!
//! [`xorshift`]: `x` and `y` are the same halves read as *signed* numbers, so that the points fill
//! the square around the whole circle; inside if and only if `x² + y² < 2³⁰`, compared unsigned.
//! That grid's own answer is 9.0e-7 below π.
//!
//! # The files
//! | file | what |
//! | --- | --- |
//! | `philox.rs`, `xorshift.rs` | the two generators, word by word: the specification as code |
//! | `kernel.rs` | the fast count on one CPU thread: [`count_inside`]; and the [`darts`] to draw |
//! | `streams.rs` | whole xorshift streams, one a SIMD lane |
//! | `backend.rs` | the trait [`Backend`], one slice at a time, and [`run`], which cuts the slices |
//! | `gpu/`, `webgpu.rs` | a WebGPU device and its errors by name; `shaders/pi.wgsl` on it |
//! | `no_webgpu.rs` | a native build without the feature `webgpu` |
//! | `cuda.rs` | an NVIDIA GPU through CUDA, with the feature `cuda`; `shaders/pi.cu` on it |
//! | `limit.rs` | a parameter that a GPU does not allow |
//!
//! `docs/pi.md` tells where the rest of the specification stands, and what bounds a GPU's speed.

pub mod backend;
#[cfg(all(feature = "cuda", not(target_family = "wasm")))]
pub mod cuda;
#[cfg(any(feature = "webgpu", target_family = "wasm"))]
pub mod gpu;
#[cfg(not(any(feature = "webgpu", target_family = "wasm")))]
#[path = "no_webgpu.rs"]
pub mod gpu;
pub mod kernel;
pub mod limit;
pub mod philox;
mod streams;
#[cfg(any(feature = "webgpu", target_family = "wasm"))]
pub mod webgpu;
pub mod xorshift;

pub use backend::{Backend, Clock, Counted, Serial, Slice, run};
#[cfg(not(any(feature = "webgpu", target_family = "wasm")))]
pub use gpu::PiPipeline;
pub use gpu::{Gpu, GpuError, GpuInfo, ShaderMessage};
pub use kernel::{Dart, count_inside, darts};
pub use limit::Limit;
#[cfg(any(feature = "webgpu", target_family = "wasm"))]
pub use webgpu::PiPipeline;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where the random numbers come from.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Generator {
    /// Philox4x32-10, the field's standard counter-based generator: any number of the sequence
    /// can be computed on its own, at the price of twenty wide multiplications for four numbers.
    #[default]
    Philox,
    /// Many short xorshift streams: only shifts and exclusive-ors, which every SIMD unit has.
    Xorshift,
}

/// Which of the processor's instructions a count may use. In WebAssembly both are the same.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, JsonSchema, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Instructions {
    /// The best that are there, found out when the program runs.
    #[default]
    Detected,
    /// Those that every processor of the target has.
    Baseline,
}

impl Generator {
    /// Both generators, for tests and menus that loop over them.
    pub const ALL: [Generator; 2] = [Generator::Philox, Generator::Xorshift];

    /// The name it has in parameters: `philox` or `xorshift`.
    pub const fn name(self) -> &'static str {
        match self {
            Generator::Philox => "philox",
            Generator::Xorshift => "xorshift",
        }
    }

    /// The most points its sequence is meant for: 10¹³ for philox, 10¹² for xorshift.
    pub const fn max_points(self) -> u64 {
        match self {
            Generator::Philox => 10_000_000_000_000,
            Generator::Xorshift => 1_000_000_000_000,
        }
    }

    /// Words made together, so that a range that starts and ends on a multiple wastes none:
    /// a block of 4 for philox, a stream of [`xorshift::STREAM`] for xorshift.
    pub const fn unit(self) -> u64 {
        match self {
            Generator::Philox => 4,
            Generator::Xorshift => xorshift::STREAM,
        }
    }

    /// The share of all 2³² words that is inside, which is what the estimate tends to:
    /// just beside π/4 (see the module's documentation).
    pub const fn grid_share(self) -> f64 {
        match self {
            Generator::Philox => philox::GRID_INSIDE as f64 / 4_294_967_296.0,
            Generator::Xorshift => xorshift::GRID_INSIDE as f64 / 4_294_967_296.0,
        }
    }
}
