//! The count on one CPU thread, as fast as the processor allows.
//!
//! Natively the inner loops are compiled for several instruction sets and the best that the
//! processor has is picked when the program runs, so that one binary serves old and new machines.
//! In WebAssembly philox multiplies in plain 64-bit integers, which is one instruction there while
//! four lanes of it are not, and only tests the points with SIMD (measured against plain integers
//! throughout: twice as fast; vectorised by the compiler: slower). Whole streams of xorshift are
//! counted in `streams.rs`, with SIMD on both sides.

use super::{Generator, Instructions, philox, streams, xorshift};
use std::ops::Range;

/// How many of the points `points` of this sequence are inside.
///
/// Any range may be asked for; an empty or reversed one holds no points. The counts of adjoining
/// ranges add up to the count of the whole.
///
/// ```
/// # use manyhands::pi::{Generator, count_inside};
/// assert_eq!(count_inside(Generator::Philox, 0, 0..1_000), 764);
/// ```
pub fn count_inside(generator: Generator, seed: u64, points: Range<u64>) -> u64 {
    count_by(Instructions::Detected, generator, seed, points)
}

/// [`count_inside`], with these instructions.
pub(crate) fn count_by(
    instructions: Instructions,
    generator: Generator,
    seed: u64,
    points: Range<u64>,
) -> u64 {
    let (start, end) = (points.start, points.end);
    if start >= end {
        return 0;
    }
    // The whole units of the range, and what sticks out before and behind them.
    let unit = generator.unit();
    let (first, last) = (start.div_ceil(unit), end / unit);
    if first >= last {
        return count_piece(generator, seed, start..end);
    }
    let (key, units) = (philox::key(seed), last - first);
    count_piece(generator, seed, start..first * unit)
        + match (generator, instructions) {
            #[cfg(not(target_family = "wasm"))]
            (Generator::Philox, Instructions::Baseline) => philox_lanes::<16>(key, first, units),
            #[cfg(not(target_family = "wasm"))]
            (Generator::Xorshift, Instructions::Baseline) => {
                streams::count_baseline(key, first, units)
            }
            (Generator::Philox, _) => philox_blocks(key, first, units),
            (Generator::Xorshift, _) => streams::count(key, first, units),
        }
        + count_piece(generator, seed, last * unit..end)
}

/// The count of a range of fewer than two units, word by word.
fn count_piece(generator: Generator, seed: u64, points: Range<u64>) -> u64 {
    let n = points.end - points.start;
    match generator {
        Generator::Philox => {
            let words = philox::Words::from(seed, points.start).take(n as usize);
            words.map(|w| u64::from(philox::is_inside(w))).sum()
        }
        Generator::Xorshift => xorshift_words(seed, points.start)
            .take(n as usize)
            .map(|w| u64::from(xorshift::is_inside(w)))
            .sum(),
    }
}

/// The words of the xorshift sequence from word `first`.
fn xorshift_words(seed: u64, first: u64) -> impl Iterator<Item = u32> {
    let skip = first % xorshift::STREAM;
    (first / xorshift::STREAM..)
        .flat_map(move |s| {
            let states = std::iter::successors(Some(xorshift::start(seed, s)), |&state| {
                Some(xorshift::step(state))
            });
            states
                .skip(1) // the start itself gives no points
                .take(xorshift::STREAM as usize / 2)
                .flat_map(|state| [state as u32, (state >> 32) as u32])
        })
        .skip(skip as usize)
}

/// The philox points of `blocks` whole blocks from block `first`, two blocks side by side.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
#[target_feature(enable = "simd128")]
fn philox_blocks(key: [u32; 2], first: u64, blocks: u64) -> u64 {
    use std::arch::wasm32::*;
    let keys = philox::schedule(key);
    let (mut b, end) = (first, first + blocks);
    let mut inside = 0;
    while end - b >= 2 {
        // Lanes of 32 bits count no further than they hold.
        let pause = end.min(b + (1 << 30));
        let mut lanes = u32x4_splat(0);
        while pause - b >= 2 {
            // Written without iterators, which a build for size would call and not unroll.
            let (mut one, mut two) = ([b, b >> 32, 0, 0], [b + 1, (b + 1) >> 32, 0, 0]);
            let mut round = 0;
            while round < keys.len() {
                one = philox_round(one, keys[round]);
                two = philox_round(two, keys[round]);
                round += 1;
            }
            lanes = i32x4_sub(lanes, philox_inside(low_halves(one)));
            lanes = i32x4_sub(lanes, philox_inside(low_halves(two)));
            b += 2;
        }
        inside += u64::from(u32x4_extract_lane::<0>(lanes))
            + u64::from(u32x4_extract_lane::<1>(lanes))
            + u64::from(u32x4_extract_lane::<2>(lanes))
            + u64::from(u32x4_extract_lane::<3>(lanes));
    }
    for b in b..end {
        for word in philox::block(key, philox::counter(b)) {
            inside += u64::from(philox::is_inside(word));
        }
    }
    inside
}

/// A round of a block. A word may have anything at all above its 32 bits: nothing has to be masked.
#[cfg(target_family = "wasm")]
#[inline(always)]
fn philox_round([c0, c1, c2, c3]: [u64; 4], [k0, k1]: [u32; 2]) -> [u64; 4] {
    let p0 = u64::from(philox::M0) * u64::from(c0 as u32);
    let p1 = u64::from(philox::M1) * u64::from(c2 as u32);
    [
        (p1 >> 32) ^ c1 ^ u64::from(k0),
        p1,
        (p0 >> 32) ^ c3 ^ u64::from(k1),
        p0,
    ]
}

/// A block's words side by side.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
#[target_feature(enable = "simd128")]
fn low_halves([w0, w1, w2, w3]: [u64; 4]) -> std::arch::wasm32::v128 {
    std::arch::wasm32::u32x4(w0 as u32, w1 as u32, w2 as u32, w3 as u32)
}

/// Four times `philox::is_inside`: −1 in the lane of a word that is, 0 in that of one that is not.
///
/// With signed X = x − 2¹⁵, Y = y − 2¹⁵, S = X + Y and D = X² + Y², the sum x(x+1) + y(y+1) is
/// D + S + 2¹⁶ S + 2³¹ + 2¹⁶. That is below 2³² if and only if ⌊(D + S) / 2¹⁶⌋ + S < 2¹⁵ − 1,
/// and D and S are what SIMD has a multiply-add of pairs for.
#[cfg(target_family = "wasm")]
#[cfg_attr(page_engine, optimize(speed))]
#[target_feature(enable = "simd128")]
fn philox_inside(words: std::arch::wasm32::v128) -> std::arch::wasm32::v128 {
    use std::arch::wasm32::*;
    let signed = v128_xor(words, u32x4_splat(0x8000_8000));
    let s = i32x4_dot_i16x8(signed, i16x8_splat(1));
    let d = i32x4_dot_i16x8(signed, signed);
    let high = i32x4_shr(i32x4_add(d, s), 16);
    i32x4_lt(i32x4_add(high, s), i32x4_splat((1 << 15) - 1))
}

/// The philox points of `blocks` whole blocks from block `first`, several blocks side by side.
///
/// `multiversion` compiles this once for each target and picks one at run time.
#[cfg(not(target_family = "wasm"))]
#[multiversion::multiversion(targets("x86_64+avx512f+avx512bw+avx512dq+avx512vl", "x86_64+avx2"))]
fn philox_blocks(key: [u32; 2], first: u64, blocks: u64) -> u64 {
    // More lanes than registers hold: what is spilled costs less than waiting for a product.
    // Measured on one core of an AMD EPYC: 32 lanes are best for AVX-512 and AVX2, 16 for SSE2.
    multiversion::target::match_target! {
        "x86_64+avx512f+avx512bw+avx512dq+avx512vl" => philox_lanes::<32>(key, first, blocks),
        "x86_64+avx2" => philox_lanes::<32>(key, first, blocks),
        _ => philox_lanes::<16>(key, first, blocks),
    }
}

/// [`philox_blocks`] with `LANES` blocks side by side, written so that the compiler can keep
/// each of the four words of all the lanes in SIMD registers.
///
/// A 32-bit word lies in a 64-bit lane, with anything at all above it: SIMD multiplies the low
/// halves of 64-bit lanes into whole ones, so nothing has to be masked or moved aside.
#[cfg(not(target_family = "wasm"))]
#[inline(always)]
fn philox_lanes<const LANES: usize>(key: [u32; 2], first: u64, blocks: u64) -> u64 {
    let low = |lane: u64| u64::from(lane as u32);
    let mut inside = [0_u64; LANES];
    let groups = blocks / LANES as u64;
    for group in 0..groups {
        let base = first + group * LANES as u64;
        let [mut c0, mut c1, mut c2, mut c3] = [[0_u64; LANES]; 4];
        for lane in 0..LANES {
            c0[lane] = base + lane as u64;
            c1[lane] = (base + lane as u64) >> 32;
        }
        let [mut k0, mut k1] = key;
        for _ in 0..philox::ROUNDS {
            for lane in 0..LANES {
                let p0 = u64::from(philox::M0) * low(c0[lane]);
                let p1 = u64::from(philox::M1) * low(c2[lane]);
                c0[lane] = (p1 >> 32) ^ c1[lane] ^ u64::from(k0);
                c1[lane] = p1;
                c2[lane] = (p0 >> 32) ^ c3[lane] ^ u64::from(k1);
                c3[lane] = p0;
            }
            k0 = k0.wrapping_add(philox::W0);
            k1 = k1.wrapping_add(philox::W1);
        }
        for word in [c0, c1, c2, c3] {
            for lane in 0..LANES {
                inside[lane] += u64::from(philox::is_inside(word[lane] as u32));
            }
        }
    }
    let mut inside = inside.iter().sum();
    for b in first + groups * LANES as u64..first + blocks {
        for word in philox::block(key, philox::counter(b)) {
            inside += u64::from(philox::is_inside(word));
        }
    }
    inside
}

/// One point, to be drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dart {
    /// From 0 to 1, the circle's radius being 1.
    pub x: f32,
    /// From 0 to 1.
    pub y: f32,
    /// Whether it counts as inside the circle.
    pub inside: bool,
}

/// The first `n` points of the sequence, as places in the quarter circle's square.
///
/// The points of xorshift, which lie around the whole circle, are folded into that quarter.
pub fn darts(generator: Generator, seed: u64, n: usize) -> Vec<Dart> {
    match generator {
        Generator::Philox => philox::Words::new(seed)
            .take(n)
            .map(|w| Dart {
                x: ((w & 0xffff) as f32 + 0.5) / 65_536.0,
                y: ((w >> 16) as f32 + 0.5) / 65_536.0,
                inside: philox::is_inside(w),
            })
            .collect(),
        Generator::Xorshift => xorshift_words(seed, 0)
            .take(n)
            .map(|w| Dart {
                x: f32::from(w as i16).abs() / 32_768.0,
                y: f32::from((w >> 16) as i16).abs() / 32_768.0,
                inside: xorshift::is_inside(w),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Word by word, with none of the shortcuts.
    fn plainly(generator: Generator, seed: u64, points: Range<u64>) -> u64 {
        points
            .filter(|&i| match generator {
                Generator::Philox => philox::is_inside(philox::word(seed, i)),
                Generator::Xorshift => xorshift::is_inside(xorshift::word(seed, i)),
            })
            .count() as u64
    }

    #[test]
    fn any_range_counts_as_word_by_word() {
        for generator in Generator::ALL {
            for start in [0, 1, 3, 4, 2_047, 2_048, (1 << 34) - 3, 9_999_999_999_990] {
                for length in [0, 1, 2, 3, 4, 5, 63, 130, 2_049, 4_200] {
                    let points = start..start + length;
                    let expected = plainly(generator, 77, points.clone());
                    for instructions in [Instructions::Detected, Instructions::Baseline] {
                        assert_eq!(
                            count_by(instructions, generator, 77, points.clone()),
                            expected,
                            "{generator:?} {instructions:?} {points:?}"
                        );
                    }
                }
            }
            #[allow(clippy::reversed_empty_ranges, reason = "it is what is tested")]
            let reversed = 9..5;
            assert_eq!(count_inside(generator, 0, reversed), 0);
        }
    }

    #[cfg(not(target_family = "wasm"))]
    #[test]
    fn any_number_of_philox_lanes_counts_the_same() {
        let key = philox::key(3);
        for blocks in [0, 1, 15, 16, 17, 33, 1_000] {
            let inside = philox_lanes::<1>(key, (1 << 32) - 9, blocks);
            assert_eq!(philox_lanes::<16>(key, (1 << 32) - 9, blocks), inside);
            assert_eq!(philox_lanes::<32>(key, (1 << 32) - 9, blocks), inside);
        }
    }

    #[test]
    fn darts_lie_in_the_square_and_say_what_the_count_says() {
        for generator in Generator::ALL {
            let darts = darts(generator, 1, 5_000);
            assert_eq!(darts.len(), 5_000);
            let inside = darts.iter().filter(|dart| dart.inside).count() as u64;
            assert_eq!(inside, count_inside(generator, 1, 0..5_000));
            for Dart { x, y, inside } in darts {
                assert!(
                    (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y),
                    "{x} {y}"
                );
                let radius = x.hypot(y);
                // Beside the circle a single-precision place may fall on the other side of it.
                assert!(
                    (radius - 1.0).abs() < 1e-6 || inside == (radius < 1.0),
                    "{x} {y}"
                );
            }
        }
    }
}
