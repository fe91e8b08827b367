//! The table of the lesson about rows: equally long rows of random numbers, and how to go through it.

use crate::contract::Error;
use crate::engine::Context;
use crate::pi::philox::{Words, pick};
use crate::platform::memory::{self, NoMemory};
use crate::platform::{has_threads, parallel};
use std::hint::black_box;
use std::ops::Range;

/// Most numbers that a table can hold: 80 MB of them.
pub const MOST_CELLS: usize = 20_000_000;

/// What memory is asked for.
const TABLE: &str = "the table";
const ROWS: &str = "the table's rows";

/// Which random numbers a table holds. Number i is low + ⌊w · (high − low) ÷ 2³²⌋, w being word i of
/// [Philox](crate::pi::philox) with this seed.
#[derive(Debug, Clone, Copy)]
pub struct Numbers {
    /// Where they start.
    pub seed: u64,
    /// The lowest that there can be.
    pub low: i32,
    /// The first one too high.
    pub high: i32,
}

impl Numbers {
    fn range(self, range: Range<usize>) -> Result<Vec<i32>, NoMemory> {
        let (low, high) = (i64::from(self.low), i64::from(self.high));
        let mut numbers = memory::room(range.len(), TABLE)?;
        numbers.extend(
            Words::from(self.seed, range.start as u64)
                .take(range.len())
                .map(|word| pick(word, low, high) as i32),
        );
        Ok(numbers)
    }
}

/// Rows of equally many numbers, one after the other.
#[derive(Debug)]
pub struct Table {
    cells: Vec<i32>,
    columns: usize,
}

impl Table {
    /// So many rows of random numbers, made on the data-parallel pool where there is one.
    ///
    /// # Errors
    /// [`Error::Cancelled`]; [`Error::Failed`] where there is no memory for it.
    pub async fn random(
        context: &Context,
        rows: usize,
        columns: usize,
        numbers: Numbers,
    ) -> Result<Self, Error> {
        const PART: usize = 1 << 18;
        let total = rows * columns;
        let parts = (0..total).step_by(PART).map(|at| at..total.min(at + PART));
        let mut cells = memory::room(total, TABLE)?;
        if has_threads() {
            let making: Vec<_> = parts
                .map(|part| parallel::spawn(move || numbers.range(part)))
                .collect();
            for part in making {
                cells.append(&mut part.await??);
                context.check()?;
            }
        } else {
            for part in parts {
                cells.append(&mut numbers.range(part)?);
                context.breathe().await?;
            }
        }
        Ok(Self { cells, columns })
    }

    /// The rows, each a list of its own.
    ///
    /// # Errors
    /// [`NoMemory`].
    pub fn rows(&self) -> Result<Vec<Vec<i32>>, NoMemory> {
        let mut rows = memory::room(self.cells.len() / self.columns, ROWS)?;
        for cells in self.cells.chunks_exact(self.columns) {
            let mut row = memory::room(cells.len(), ROWS)?;
            row.extend_from_slice(cells);
            rows.push(row);
        }
        Ok(rows)
    }

    /// What `count` gives for each of these rows of the table written down several times, one below
    /// the other.
    ///
    /// # Errors
    /// [`NoMemory`].
    pub fn counts_again(
        &self,
        rows: Range<usize>,
        count: impl Fn(&[i32]) -> u8,
    ) -> Result<Vec<u8>, NoMemory> {
        let height = self.cells.len() / self.columns;
        let mut counts = memory::room(rows.len(), "the counts")?;
        let mut at = rows.start;
        while at < rows.end {
            let first = at % height;
            let until = height.min(first + rows.end - at);
            self.count_into(&mut counts, first..until, &count);
            at += until - first;
        }
        Ok(counts)
    }

    fn count_into(&self, counts: &mut Vec<u8>, rows: Range<usize>, count: impl Fn(&[i32]) -> u8) {
        // Hidden from the optimiser, which could otherwise keep the answer of the last traversal.
        let cells = black_box(&self.cells[rows.start * self.columns..rows.end * self.columns]);
        counts.extend(cells.chunks_exact(self.columns).map(count));
    }
}
