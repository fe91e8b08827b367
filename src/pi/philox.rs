//! Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, *Parallel random
//! numbers: as easy as 1, 2, 3* (SC'11), and the points made of its words.
//!
//! A counter-based generator has no state to carry along: word `i` is a function of the seed and
//! of `i`. Workers need not agree on anything, nor take turns, to draw from one sequence.

/// The first multiplier, for the counter's first word (SC'11, table 2 and the text below it).
pub const M0: u32 = 0xD251_1F53;
/// The second multiplier, for the counter's third word.
pub const M1: u32 = 0xCD9E_8D57;
/// What the key's low word grows by each round: the golden ratio's fraction, in 32 bits.
pub const W0: u32 = 0x9E37_79B9;
/// What the key's high word grows by each round: √3 − 1, in 32 bits.
pub const W1: u32 = 0xBB67_AE85;
/// Rounds of mixing. Seven pass every test known in 2011; ten leave a margin.
pub const ROUNDS: usize = 10;

/// How many of all 2³² words are points inside the quarter circle.
pub const GRID_INSIDE: u64 = 3_373_259_477;

/// The key made of a 64-bit seed: (low, high) 32 bits.
pub const fn key(seed: u64) -> [u32; 2] {
    [seed as u32, (seed >> 32) as u32]
}

/// The counter of block `b`, which holds the words `4b … 4b+3`: (low b, high b, 0, 0).
pub const fn counter(b: u64) -> [u32; 4] {
    [b as u32, (b >> 32) as u32, 0, 0]
}

/// The key of each round, for those who run many blocks under one key.
pub const fn schedule(key: [u32; 2]) -> [[u32; 2]; ROUNDS] {
    let mut keys = [key; ROUNDS];
    let mut round = 1;
    while round < ROUNDS {
        let [k0, k1] = keys[round - 1];
        keys[round] = [k0.wrapping_add(W0), k1.wrapping_add(W1)];
        round += 1;
    }
    keys
}

/// Ten rounds over one counter: four random words.
///
/// ```
/// # use manyhands::pi::philox;
/// assert_eq!(philox::block([0, 0], [0; 4]), [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
/// ```
#[cfg_attr(page_engine, optimize(speed))]
#[inline]
pub const fn block(key: [u32; 2], counter: [u32; 4]) -> [u32; 4] {
    let [mut c0, mut c1, mut c2, mut c3] = counter;
    let [mut k0, mut k1] = key;
    let mut round = 0;
    while round < ROUNDS {
        let p0 = M0 as u64 * c0 as u64;
        let p1 = M1 as u64 * c2 as u64;
        c0 = (p1 >> 32) as u32 ^ c1 ^ k0;
        c1 = p1 as u32;
        c2 = (p0 >> 32) as u32 ^ c3 ^ k1;
        c3 = p0 as u32;
        k0 = k0.wrapping_add(W0);
        k1 = k1.wrapping_add(W1);
        round += 1;
    }
    [c0, c1, c2, c3]
}

/// Word `i` of the sequence of `seed`. For many in a row, [`Words`] makes each block once.
pub const fn word(seed: u64, i: u64) -> u32 {
    block(key(seed), counter(i / 4))[(i % 4) as usize]
}

/// Whether the point of this word is inside the quarter circle: `x(x+1) + y(y+1)` does not carry
/// out of 32 bits, `x` the low and `y` the high 16 bits.
#[inline(always)]
pub const fn is_inside(word: u32) -> bool {
    let (x, y) = (word & 0xffff, word >> 16);
    // Each product is at most 65535 · 65536 < 2³²; their sum carries when q > 2³² − 1 − p = !p.
    let (p, q) = (x * (x + 1), y * (y + 1));
    q <= !p
}

/// The integer of `low..high` that a word picks: low + ⌊word · (high − low) / 2³²⌋.
///
/// `high − low` must lie within 1 … 2³² (checked in debug builds).
#[inline]
pub const fn pick(word: u32, low: i64, high: i64) -> i64 {
    let span = high.wrapping_sub(low) as u64;
    debug_assert!(span >= 1 && span <= 1 << 32);
    low + ((word as u64).wrapping_mul(span) >> 32) as i64
}

/// The words of one seed in order, from any place: an endless iterator that makes each block once.
///
/// ```
/// # use manyhands::pi::philox::{self, Words};
/// let dice: Vec<i64> = Words::from(7, 1_000).map(|w| philox::pick(w, 1, 7)).take(5).collect();
/// assert_eq!(dice[2], philox::pick(philox::word(7, 1_002), 1, 7));
/// ```
#[derive(Clone, Debug)]
pub struct Words {
    key: [u32; 2],
    block: [u32; 4],
    /// Index of the next word.
    next: u64,
}

impl Words {
    /// The words of `seed` from word 0.
    pub const fn new(seed: u64) -> Self {
        Self::from(seed, 0)
    }

    /// The words of `seed` from word `first`.
    pub const fn from(seed: u64, first: u64) -> Self {
        let key = key(seed);
        Self {
            key,
            block: block(key, counter(first / 4)),
            next: first,
        }
    }
}

impl Iterator for Words {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let word = self.block[(self.next % 4) as usize];
        self.next = self.next.wrapping_add(1);
        if self.next.is_multiple_of(4) {
            self.block = block(self.key, counter(self.next / 4));
        }
        Some(word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors that Random123 publishes for philox4x32-10 (its `kat_vectors`).
    #[test]
    fn published_known_answers() {
        assert_eq!(
            block([0; 2], [0; 4]),
            [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]
        );
        assert_eq!(
            block([u32::MAX; 2], [u32::MAX; 4]),
            [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]
        );
        assert_eq!(
            block(
                [0xa4093822, 0x299f31d0],
                [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]
            ),
            [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1]
        );
    }

    #[test]
    fn words_agree_with_word_across_blocks_and_above_2_to_34() {
        for first in [0, 1, 2, 3, 4, 1_001, (1 << 34) - 2] {
            for (k, w) in Words::from(5, first).take(11).enumerate() {
                assert_eq!(w, word(5, first + k as u64), "first {first}, k {k}");
            }
        }
    }

    #[test]
    fn the_test_is_the_circle() {
        let wide = |w: u32| {
            let (x, y) = ((w & 0xffff) as u64, (w >> 16) as u64);
            x * (x + 1) + y * (y + 1) < 1 << 32
        };
        let edges = [0, 1, 46_340, 46_341, 65_534, 65_535];
        for x in edges {
            for y in edges {
                let w = y << 16 | x;
                assert_eq!(is_inside(w), wide(w), "{x} {y}");
            }
        }
        for w in Words::new(1).take(100_000) {
            assert_eq!(is_inside(w), wide(w), "{w:08x}");
        }
    }

    /// Column by column: for each x the greatest y that is inside.
    #[test]
    fn the_grid_has_the_share_that_the_docs_say() {
        let mut y = 65_536_u64;
        let mut inside = 0;
        for x in 0..65_536_u64 {
            while y > 0 && x * (x + 1) + (y - 1) * y >= 1 << 32 {
                y -= 1;
            }
            inside += y;
        }
        assert_eq!(inside, GRID_INSIDE);
        let off = 4.0 * inside as f64 / 4_294_967_296.0 - std::f64::consts::PI;
        assert!((4.6e-8..4.8e-8).contains(&off), "{off}");
    }

    #[test]
    fn pick_covers_its_range_and_no_more() {
        assert_eq!(pick(0, 0, 10), 0);
        assert_eq!(pick(u32::MAX, 0, 10), 9);
        assert_eq!(pick(u32::MAX, -3, -2), -3);
        assert_eq!(pick(u32::MAX, 0, 1 << 32), u32::MAX as i64);
    }
}
