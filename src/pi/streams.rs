//! Whole xorshift streams on one CPU thread: one stream in each 64-bit SIMD lane.
//!
//! A lane's step is six operations, each of which waits for the one before; eight registers of
//! lanes side by side keep the processor busy meanwhile. Both 32-bit halves of a lane are a point,
//! whose test is one multiply-add of pairs: as 16-bit numbers, `(x, y) · (x, y)`. Less 2³⁰, the sum
//! is negative for a point inside and fits 32 bits whatever the point, so that its sign bit can be
//! added up as it is.
//!
//! The compiler makes nothing as good of the loop in [`portable`], so each instruction set that
//! matters has its few lines here, all of one shape.

use super::xorshift::{STREAM, starts};

/// The steps of one stream, which make two points each.
const STEPS: u64 = STREAM / 2;

/// How many points of the streams `first .. first + streams` are inside.
#[cfg(not(target_family = "wasm"))]
#[multiversion::multiversion(targets("x86_64+avx512f+avx512bw", "x86_64+avx2"))]
pub(super) fn count(key: [u32; 2], first: u64, streams: u64) -> u64 {
    multiversion::target::match_target! {
        "x86_64+avx512f+avx512bw" => in_groups(key, first, streams, |lanes| avx512(lanes)),
        "x86_64+avx2" => in_groups(key, first, streams, |lanes| avx2(lanes)),
        _ => count_baseline(key, first, streams),
    }
}

/// [`count`] with the instructions that every processor of the target has.
#[cfg(not(target_family = "wasm"))]
pub(super) fn count_baseline(key: [u32; 2], first: u64, streams: u64) -> u64 {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: every x86-64 processor has SSE2.
    return in_groups(key, first, streams, |lanes| unsafe { sse2(lanes) });
    #[cfg(not(target_arch = "x86_64"))]
    in_groups(key, first, streams, portable::<16>)
}

/// How many points of the streams `first .. first + streams` are inside.
///
/// Browsers that have shared memory or WebGPU have 128-bit SIMD too. It is asked for here alone:
/// switched on for the whole crate it would slow philox down.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
pub(super) fn count(key: [u32; 2], first: u64, streams: u64) -> u64 {
    in_groups(key, first, streams, |lanes| simd128(lanes))
}

/// Counts streams in groups of `LANES`. What `lanes` is given are the states that the streams start
/// from; what it leaves in a lane's two 32-bit halves, added up, is the stream's count.
#[inline(always)]
fn in_groups<const LANES: usize>(
    key: [u32; 2],
    first: u64,
    streams: u64,
    lanes: impl Fn(&mut [u64; LANES]),
) -> u64 {
    let end = first + streams;
    // Streams are started two at a time, so a group begins with an even one.
    let mut group = first / 2 * 2;
    let mut inside = 0;
    while group < end {
        let mut lane = [0; LANES];
        for (pair, two) in lane.chunks_exact_mut(2).enumerate() {
            two.copy_from_slice(&starts(key, group / 2 + pair as u64));
        }
        lanes(&mut lane);
        // The first and the last group may hold streams that nobody asked for.
        for (counts, stream) in lane.iter().zip(group..end) {
            if stream >= first {
                inside += (counts & 0xffff_ffff) + (counts >> 32);
            }
        }
        group += LANES as u64;
    }
    inside
}

/// For processors without lines of their own below; on most the compiler finds some SIMD in it.
#[cfg(not(target_family = "wasm"))]
#[cfg_attr(target_arch = "x86_64", allow(dead_code, reason = "x86-64 has SSE2"))]
fn portable<const LANES: usize>(lanes: &mut [u64; LANES]) {
    use super::xorshift::{is_inside, step};
    let mut state = *lanes;
    *lanes = [0; LANES];
    for _ in 0..STEPS {
        for (state, inside) in state.iter_mut().zip(&mut *lanes) {
            *state = step(*state);
            *inside += u64::from(is_inside(*state as u32));
            *inside += u64::from(is_inside((*state >> 32) as u32));
        }
    }
}

/// 512-bit registers of eight lanes.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw")]
fn avx512(lanes: &mut [u64; 64]) {
    use std::arch::x86_64::*;
    // SAFETY: both sides are 512 bytes in which every pattern of bits is valid.
    let mut state: [__m512i; 8] = unsafe { std::mem::transmute(*lanes) };
    let mut inside = [_mm512_setzero_si512(); 8];
    let limit = _mm512_set1_epi32(1 << 30);
    for _ in 0..STEPS {
        for (s, inside) in state.iter_mut().zip(&mut inside) {
            *s = _mm512_xor_si512(*s, _mm512_slli_epi64::<13>(*s));
            *s = _mm512_xor_si512(*s, _mm512_srli_epi64::<7>(*s));
            *s = _mm512_xor_si512(*s, _mm512_slli_epi64::<17>(*s));
            let over = _mm512_sub_epi32(_mm512_madd_epi16(*s, *s), limit);
            *inside = _mm512_add_epi32(*inside, _mm512_srli_epi32::<31>(over));
        }
    }
    // SAFETY: as above.
    *lanes = unsafe { std::mem::transmute::<[__m512i; 8], [u64; 64]>(inside) };
}

/// 256-bit registers of four lanes.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(lanes: &mut [u64; 32]) {
    use std::arch::x86_64::*;
    // SAFETY: both sides are 256 bytes in which every pattern of bits is valid.
    let mut state: [__m256i; 8] = unsafe { std::mem::transmute(*lanes) };
    let mut inside = [_mm256_setzero_si256(); 8];
    let limit = _mm256_set1_epi32(1 << 30);
    for _ in 0..STEPS {
        for (s, inside) in state.iter_mut().zip(&mut inside) {
            *s = _mm256_xor_si256(*s, _mm256_slli_epi64::<13>(*s));
            *s = _mm256_xor_si256(*s, _mm256_srli_epi64::<7>(*s));
            *s = _mm256_xor_si256(*s, _mm256_slli_epi64::<17>(*s));
            let over = _mm256_sub_epi32(_mm256_madd_epi16(*s, *s), limit);
            *inside = _mm256_add_epi32(*inside, _mm256_srli_epi32::<31>(over));
        }
    }
    // SAFETY: as above.
    *lanes = unsafe { std::mem::transmute::<[__m256i; 8], [u64; 32]>(inside) };
}

/// 128-bit registers of two lanes, which every x86-64 processor has.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "sse2")]
fn sse2(lanes: &mut [u64; 16]) {
    use std::arch::x86_64::*;
    // SAFETY: both sides are 128 bytes in which every pattern of bits is valid.
    let mut state: [__m128i; 8] = unsafe { std::mem::transmute(*lanes) };
    let mut inside = [_mm_setzero_si128(); 8];
    let limit = _mm_set1_epi32(1 << 30);
    for _ in 0..STEPS {
        for (s, inside) in state.iter_mut().zip(&mut inside) {
            *s = _mm_xor_si128(*s, _mm_slli_epi64::<13>(*s));
            *s = _mm_xor_si128(*s, _mm_srli_epi64::<7>(*s));
            *s = _mm_xor_si128(*s, _mm_slli_epi64::<17>(*s));
            let over = _mm_sub_epi32(_mm_madd_epi16(*s, *s), limit);
            *inside = _mm_add_epi32(*inside, _mm_srli_epi32::<31>(over));
        }
    }
    // SAFETY: as above.
    *lanes = unsafe { std::mem::transmute::<[__m128i; 8], [u64; 16]>(inside) };
}

/// WebAssembly's 128-bit registers of two lanes.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
#[target_feature(enable = "simd128")]
fn simd128(lanes: &mut [u64; 16]) {
    use std::arch::wasm32::*;
    // SAFETY: both sides are 128 bytes in which every pattern of bits is valid.
    let mut state: [v128; 8] = unsafe { std::mem::transmute(*lanes) };
    let mut inside = [i32x4_splat(0); 8];
    let limit = i32x4_splat(1 << 30);
    for _ in 0..STEPS {
        for (s, inside) in state.iter_mut().zip(&mut inside) {
            *s = v128_xor(*s, i64x2_shl(*s, 13));
            *s = v128_xor(*s, u64x2_shr(*s, 7));
            *s = v128_xor(*s, i64x2_shl(*s, 17));
            let over = i32x4_sub(i32x4_dot_i16x8(*s, *s), limit);
            *inside = i32x4_add(*inside, u32x4_shr(over, 31));
        }
    }
    // SAFETY: as above.
    *lanes = unsafe { std::mem::transmute::<[v128; 8], [u64; 16]>(inside) };
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;
    use crate::pi::{philox, xorshift};

    /// The streams `first .. first + streams`, step by step.
    fn plainly(seed: u64, first: u64, streams: u64) -> u64 {
        (first..first + streams)
            .flat_map(|s| {
                let states = std::iter::successors(Some(xorshift::start(seed, s)), |&state| {
                    Some(xorshift::step(state))
                });
                states.skip(1).take(STEPS as usize)
            })
            .flat_map(|state| [state as u32, (state >> 32) as u32])
            .map(|word| u64::from(xorshift::is_inside(word)))
            .sum()
    }

    /// [`count`] takes the best that the processor has; the others are here to be tested.
    #[test]
    fn every_instruction_set_counts_the_same() {
        let seed = (9 << 32) + 4;
        for (first, streams) in [(0, 1), (1, 1), (1, 2), (7, 64), (64, 65), (1 << 40, 3)] {
            let (key, inside) = (philox::key(seed), plainly(seed, first, streams));
            let what = format!("{streams} streams from {first}");
            assert_eq!(count(key, first, streams), inside, "{what}");
            let portably = in_groups(key, first, streams, portable::<16>);
            assert_eq!(portably, inside, "portable, {what}");
            #[cfg(target_arch = "x86_64")]
            {
                // SAFETY: every x86-64 processor has SSE2.
                let by_sse2 = in_groups(key, first, streams, |lanes| unsafe { sse2(lanes) });
                assert_eq!(by_sse2, inside, "SSE2, {what}");
                if is_x86_feature_detected!("avx2") {
                    // SAFETY: it has just been asked.
                    let by_avx2 = in_groups(key, first, streams, |lanes| unsafe { avx2(lanes) });
                    assert_eq!(by_avx2, inside, "AVX2, {what}");
                }
                // AVX-512 is what `count` takes where there is any.
            }
        }
    }
}
