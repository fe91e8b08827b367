//! A number as it changed over time, in no more points than a picture can use.

use crate::platform::clock;

/// How many stretches are kept at most; each gives at most two points.
const STRETCHES: usize = 499;

/// A number over time, recorded at each change at the cost of a comparison, and of a reading of
/// the clock where the number is larger or smaller than those shortly before.
///
/// Where there are more changes than room, each point stands for a stretch of twice as many
/// changes, and so on; of every stretch the least and the most remain, so that no peak is lost.
/// It has no lock: what it counts has one.
#[derive(Debug)]
pub struct Series {
    /// The last is the one that is being filled.
    stretches: Vec<Stretch>,
    /// How many changes a whole stretch has.
    stride: u32,
    /// How many the last one has.
    filled: u32,
    last: usize,
}

#[derive(Debug, Clone, Copy)]
struct Stretch {
    least: Point,
    most: Point,
}

#[derive(Debug, Clone, Copy)]
struct Point {
    now_us: f64,
    value: usize,
}

impl Stretch {
    /// The two in the order of their times.
    fn in_order(self) -> [Point; 2] {
        match self.least.now_us <= self.most.now_us {
            true => [self.least, self.most],
            false => [self.most, self.least],
        }
    }

    fn joined(self, next: Self) -> Self {
        Self {
            least: match next.least.value < self.least.value {
                true => next.least,
                false => self.least,
            },
            most: match next.most.value > self.most.value {
                true => next.most,
                false => self.most,
            },
        }
    }
}

impl Series {
    /// A number that has this value now.
    pub fn starting_at(value: usize) -> Self {
        let point = Point {
            now_us: clock::now_us(),
            value,
        };
        Self {
            stretches: vec![Stretch {
                least: point,
                most: point,
            }],
            stride: 1,
            filled: 1,
            last: value,
        }
    }

    /// The number has changed to `value`.
    pub fn record(&mut self, value: usize) {
        self.last = value;
        if self.filled == self.stride {
            self.begin(value);
            return;
        }
        self.filled += 1;
        let newest = self.stretches.len() - 1;
        let stretch = &mut self.stretches[newest];
        let extreme = match value {
            value if value < stretch.least.value => &mut stretch.least,
            value if value > stretch.most.value => &mut stretch.most,
            _ => return,
        };
        *extreme = Point {
            now_us: clock::now_us(),
            value,
        };
    }

    fn begin(&mut self, value: usize) {
        if self.stretches.len() == STRETCHES {
            self.stretches = self
                .stretches
                .chunks(2)
                .map(|pair| {
                    pair[1..]
                        .iter()
                        .fold(pair[0], |one, next| one.joined(*next))
                })
                .collect();
            self.stride = self.stride.saturating_mul(2);
        }
        let point = Point {
            now_us: clock::now_us(),
            value,
        };
        self.stretches.push(Stretch {
            least: point,
            most: point,
        });
        self.filled = 1;
    }

    /// `[milliseconds since began_us, value]`, at most 1,000 of them, in the order of their times;
    /// the last is what the number is now.
    pub fn since(&self, began_us: f64) -> Vec<(f64, usize)> {
        let mut pairs: Vec<(f64, usize)> = Vec::new();
        let now = Point {
            now_us: clock::now_us(),
            value: self.last,
        };
        let points = self.stretches.iter().flat_map(|stretch| stretch.in_order());
        for point in points.chain([now]) {
            // The clocks of two workers may disagree by a little, and time does not go back.
            let ms = ((point.now_us - began_us) / 1e3).max(pairs.last().map_or(0.0, |last| last.0));
            // A stretch in which nothing changed has one point.
            if pairs.last() != Some(&(ms, point.value)) {
                pairs.push((ms, point.value));
            }
        }
        pairs
    }
}
