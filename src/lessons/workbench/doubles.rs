//! Points of two doubles each, as other programs throw them: for benchmarks.
//!
//! The generators of the lesson take 16 bits for a coordinate, and their test needs no floating
//! point. NumPy, Numba and JavaScript draw a number of 53 bits, and multiply in doubles. To compare
//! like with like, this kernel does what they do, at the same precision: two numbers from
//! [0, 1), each a multiple of 2⁻⁵³, and x · x + y · y < 1 in doubles.
//!
//! # Specification
//! Stream `s` holds the points `s · 4096 … s · 4096 + 4095` ([`STREAM`]). Its state is two words of 64
//! bits, from Philox4x32-10 with the seed's key and the counter (low s, high s, 2, 0), and (1, 0)
//! should both be zero. A step is one of xorshift128+ (Vigna, *Further scramblings of Marsaglia's
//! xorshift generators*, 2017; shifts 23, 18, 5), whose word's upper 53 bits are the number; a point
//! takes two steps, x first. Rounding is IEEE's, so the count is the same on every processor.

use crate::pi::{Instructions, philox};
use std::ops::Range;

/// Points in one stream.
pub(crate) const STREAM: u64 = 4096;

type State = [u64; 2];

/// The bits of 1.0.
const ONE: u64 = 1.0_f64.to_bits();

/// How many of the points `points` of this sequence are inside.
pub(crate) fn count_inside(instructions: Instructions, seed: u64, points: Range<u64>) -> u64 {
    let (start, end) = (points.start, points.end);
    // The whole streams of the range, and what sticks out before and behind them.
    let (first, last) = (start.div_ceil(STREAM), end / STREAM);
    if first >= last {
        return plainly(seed, start..end);
    }
    let (key, streams) = (philox::key(seed), last - first);
    plainly(seed, start..first * STREAM)
        + count_streams(instructions, key, first, streams)
        + plainly(seed, last * STREAM..end)
}

/// The count point by point.
fn plainly(seed: u64, points: Range<u64>) -> u64 {
    let mut inside = 0;
    let mut at = points.start;
    while at < points.end {
        let stream = at / STREAM;
        let end = points.end.min((stream + 1) * STREAM);
        let mut state = start(philox::key(seed), stream);
        for point in stream * STREAM..end {
            let is_inside = throw(&mut state);
            inside += u64::from(is_inside && point >= at);
        }
        at = end;
    }
    inside
}

/// The state that a stream starts from; never zero, which is the one that is never left.
const fn start(key: [u32; 2], stream: u64) -> State {
    let [c0, c1, _, _] = philox::counter(stream);
    let [w0, w1, w2, w3] = philox::block(key, [c0, c1, 2, 0]);
    match [w0 as u64 | (w1 as u64) << 32, w2 as u64 | (w3 as u64) << 32] {
        [0, 0] => [1, 0],
        state => state,
    }
}

/// Whether the next point is inside.
#[inline(always)]
fn throw(state: &mut State) -> bool {
    let (x, y) = (double(draw(state)), double(draw(state)));
    x * x + y * y < 1.0
}

/// The next word.
#[inline(always)]
const fn draw(state: &mut State) -> u64 {
    let [mut x, y] = *state;
    let word = x.wrapping_add(y);
    x ^= x << 23;
    *state = [y, x ^ y ^ (x >> 18) ^ (y >> 5)];
    word
}

/// The word's upper 53 bits times 2⁻⁵³, without a conversion, which SIMD mostly lacks: 52 of them lie
/// between 1 and 2 once they are below the exponent of 1. Taken off is 1, less 2⁻⁵³ where the last
/// is set; that is the double before 1.
#[inline(always)]
const fn double(word: u64) -> f64 {
    f64::from_bits(ONE | word >> 12) - f64::from_bits(ONE - (word >> 11 & 1))
}

/// Counts streams in groups of `LANES`: `lanes` is given the states that they start from, word by
/// word, and gives their counts.
#[inline(always)]
fn in_groups<const LANES: usize>(
    key: [u32; 2],
    first: u64,
    streams: u64,
    lanes: impl Fn([[u64; LANES]; 2]) -> [u64; LANES],
) -> u64 {
    let end = first + streams;
    let mut inside = 0;
    for group in (first..end).step_by(LANES) {
        let mut state = [[0; LANES]; 2];
        let [low, high] = &mut state;
        for (stream, (low, high)) in (group..).zip(low.iter_mut().zip(high)) {
            [*low, *high] = start(key, stream);
        }
        let counts = lanes(state);
        // The last group may hold streams that nobody asked for.
        inside += counts.iter().zip(group..end).map(|(n, _)| n).sum::<u64>();
    }
    inside
}

/// The streams of one group, written so that the compiler can keep the lanes in SIMD registers.
/// Measured on one core of an AMD EPYC: 16 lanes are best for AVX2, and as good as intrinsics.
#[cfg(not(target_family = "wasm"))]
#[inline(always)]
fn lanes<const LANES: usize>([mut low, mut high]: [[u64; LANES]; 2]) -> [u64; LANES] {
    let mut inside = [0; LANES];
    for _ in 0..STREAM {
        for lane in 0..LANES {
            let mut state = [low[lane], high[lane]];
            inside[lane] += u64::from(throw(&mut state));
            [low[lane], high[lane]] = state;
        }
    }
    inside
}

/// How many points of the streams `first .. first + streams` are inside.
#[cfg(not(target_family = "wasm"))]
fn count_streams(instructions: Instructions, key: [u32; 2], first: u64, streams: u64) -> u64 {
    match instructions {
        Instructions::Detected => count_detected(key, first, streams),
        Instructions::Baseline => in_groups(key, first, streams, lanes::<16>),
    }
}

/// [`count_streams`] with the best instructions that are there.
#[cfg(not(target_family = "wasm"))]
#[multiversion::multiversion(targets("x86_64+avx512f+avx512dq+avx512vl", "x86_64+avx2"))]
fn count_detected(key: [u32; 2], first: u64, streams: u64) -> u64 {
    in_groups(key, first, streams, lanes::<16>)
}

/// How many points of the streams `first .. first + streams` are inside.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
fn count_streams(_: Instructions, key: [u32; 2], first: u64, streams: u64) -> u64 {
    in_groups(key, first, streams, |state| simd128(state))
}

/// The streams of one group in WebAssembly's 128-bit registers of two lanes.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
#[target_feature(enable = "simd128")]
fn simd128(state: [[u64; 8]; 2]) -> [u64; 8] {
    use std::arch::wasm32::*;
    // SAFETY: both sides are 64 bytes in which every pattern of bits is valid.
    let [mut low, mut high] =
        state.map(|words| unsafe { std::mem::transmute::<[u64; 8], [v128; 4]>(words) });
    let mut inside = [i64x2_splat(0); 4];
    let (one, last) = (u64x2_splat(ONE), u64x2_splat(1));
    let double = |word| {
        let shifted = v128_or(one, u64x2_shr(word, 12));
        let less = i64x2_sub(one, v128_and(u64x2_shr(word, 11), last));
        f64x2_sub(shifted, less)
    };
    // The state's words take turns: what was the second is the first of the next step.
    let next = |x, y| {
        let x = v128_xor(x, i64x2_shl(x, 23));
        let shifted = v128_xor(u64x2_shr(x, 18), u64x2_shr(y, 5));
        v128_xor(v128_xor(x, y), shifted)
    };
    for _ in 0..STREAM {
        for ((low, high), inside) in low.iter_mut().zip(&mut high).zip(&mut inside) {
            let x = double(i64x2_add(*low, *high));
            *low = next(*low, *high);
            let y = double(i64x2_add(*high, *low));
            *high = next(*high, *low);
            let square = f64x2_add(f64x2_mul(x, x), f64x2_mul(y, y));
            *inside = i64x2_sub(*inside, f64x2_lt(square, one));
        }
    }
    // SAFETY: as above.
    unsafe { std::mem::transmute::<[v128; 4], [u64; 8]>(inside) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_xorshift128_plus() {
        let mut state = [1, 2];
        // By hand: 1 + 2; then x = 1 ^ 2²³, so 2 and x ^ 2 ^ 2⁵; …
        assert_eq!([draw(&mut state), draw(&mut state)], [3, 8_388_645]);
        assert_eq!(state[0], 8_388_643);
    }

    #[test]
    fn a_double_is_the_upper_53_bits() {
        let two53 = 9_007_199_254_740_992.0;
        for word in [
            0,
            1 << 11,
            3 << 11,
            1 << 63,
            u64::MAX,
            0x0123_4567_89ab_cdef,
        ] {
            assert_eq!(double(word), (word >> 11) as f64 / two53, "{word:x}");
        }
        assert!(double(u64::MAX) < 1.0);
    }

    #[test]
    fn any_range_counts_as_point_by_point() {
        for instructions in [Instructions::Detected, Instructions::Baseline] {
            for start in [0, 1, 4_095, 4_096, (1 << 40) - 7] {
                for length in [0, 1, 4_096, 8_195, 17 * STREAM + 5, 64 * STREAM] {
                    let points = start..start + length;
                    assert_eq!(
                        count_inside(instructions, 77, points.clone()),
                        plainly(77, points.clone()),
                        "{instructions:?} {points:?}"
                    );
                }
            }
        }
    }
}
