//! Short xorshift streams: points at the price of shifts and exclusive-ors.
//!
//! Philox spends nearly all of a point's time on wide multiplications, which a SIMD unit has few
//! of and WebAssembly fewer. An xorshift register (Marsaglia, *Xorshift RNGs*, Journal of
//! Statistical Software 8(14), 2003) needs none, but it has a state, so each point waits for the
//! one before. Hence many short streams side by side, one a lane, each started from a hash.
//!
//! # Specification
//! - Stream `s` holds the points `s · 2048 … s · 2048 + 2047` ([`STREAM`]).
//! - Its state is 64 bits. It starts from Philox4x32-10 with the seed's key and the counter
//!   (low b, high b, 1, 0), b = ⌊s / 2⌋, which makes four words w₀ … w₃: an even `s` starts at
//!   w₀ + 2³² w₁, an odd one at w₂ + 2³² w₃, and at 1 should that be zero ([`start`]). The 1 in the
//!   counter keeps these words apart from the points of the generator `philox`.
//! - A [`step`] is `s ^= s << 13; s ^= s >> 7; s ^= s << 17` (the paper's triple 13, 7, 17, of
//!   period 2⁶⁴ − 1). Step `k` of a stream (`k` = 1 … 1024) gives its points `2k − 2`, the state's low
//!   32 bits, and `2k − 1`, its high 32 bits.
//! - A point's word has `x` in its low and `y` in its high 16 bits, both signed. It is inside if
//!   and only if `x² + y² < 2³⁰`. The sum is at most 2³¹ (x = y = −32768): compare it unsigned.
//!
//! A SIMD unit does that last line in one multiply-add of pairs (`i32x4.dot_i16x8`, `pmaddwd`).
//!
//! # How good it is
//! The estimate's variance over streams is that of independent points: its ratio to the binomial
//! was 1.001 ± 0.001 over a million streams. It is no generator for secrets, nor for tests of
//! linear dependence, which every xorshift fails.

use super::philox;

/// Points in one stream.
pub const STREAM: u64 = 2048;

/// How many of all 2³² words are points inside the circle.
pub const GRID_INSIDE: u64 = 3_373_258_461;

/// The state that stream `s` of `seed` starts from; never zero.
#[inline]
pub const fn start(seed: u64, s: u64) -> u64 {
    starts(philox::key(seed), s / 2)[(s % 2) as usize]
}

/// The states that the streams `2b` and `2b + 1` start from.
#[inline]
pub(crate) const fn starts(key: [u32; 2], b: u64) -> [u64; 2] {
    let [c0, c1, _, _] = philox::counter(b);
    let [w0, w1, w2, w3] = philox::block(key, [c0, c1, 1, 0]);
    [
        not_zero(w0 as u64 | (w1 as u64) << 32),
        not_zero(w2 as u64 | (w3 as u64) << 32),
    ]
}

/// Zero is the one state that an xorshift never leaves.
const fn not_zero(state: u64) -> u64 {
    if state == 0 { 1 } else { state }
}

/// The state after `state`.
#[inline(always)]
pub const fn step(mut state: u64) -> u64 {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    state
}

/// Word `i` of the sequence of `seed`, stepped from its stream's start (up to 1,024 steps).
pub const fn word(seed: u64, i: u64) -> u32 {
    let mut state = start(seed, i / STREAM);
    let mut k = 0;
    while k <= i % STREAM / 2 {
        state = step(state);
        k += 1;
    }
    (state >> (i % 2 * 32)) as u32
}

/// Whether the point of this word is inside the circle: x² + y² < 2³⁰, `x` the low and `y` the
/// high 16 bits, signed.
#[inline(always)]
pub const fn is_inside(word: u32) -> bool {
    let (x, y) = (word as i16 as i32, (word >> 16) as i16 as i32);
    ((x * x) as u32 + (y * y) as u32) < 1 << 30
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Known answers, from the NumPy implementation in `tests/reference/pi_counts.py`.
    #[test]
    fn known_answers() {
        let words = |seed, first| [0_u64, 1, 2, 3].map(|k| word(seed, first + k));
        assert_eq!(start(0, 0), 0xf08d_6eaa_8445_15e1);
        assert_eq!(
            words(0, 0),
            [0xeda0_c78a, 0x415e_4b37, 0xbbb1_2485, 0x06f5_2298]
        );
        assert_eq!(
            words((1 << 32) + 7, 2046),
            [0xa224_d671, 0xfa1a_0231, 0x8288_adda, 0x588a_b9ed]
        );
    }

    #[test]
    fn the_corner_is_compared_unsigned() {
        assert!(!is_inside(0x8000_8000)); // 2³¹: negative if it were signed
        assert!(!is_inside(0x0000_8000)); // exactly 2³⁰: on the circle is not inside it
        assert!(is_inside(0x0000_8001));
        assert!(is_inside(0x7fff_0000));
        assert!(is_inside(0));
    }

    #[test]
    fn the_grid_has_the_share_that_the_docs_say() {
        let inside: u64 = (-32_768_i64..32_768)
            .map(|x| {
                let room = (1_i64 << 30) - x * x; // y² must be below this
                let most = (room - 1).checked_isqrt(); // None: x alone is too far out
                most.map_or(0, |y| (y.min(32_768) + 1 + y.min(32_767)) as u64)
            })
            .sum();
        assert_eq!(inside, GRID_INSIDE);
        let off = 4.0 * inside as f64 / 4_294_967_296.0 - std::f64::consts::PI;
        assert!((-9.05e-7..-8.95e-7).contains(&off), "{off}");
    }
}
