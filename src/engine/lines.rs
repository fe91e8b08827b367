//! The printed lines that a record keeps: all of them, or the first and the last of very many.

use crate::contract::OutputLine;
use std::collections::VecDeque;

/// How many lines a record keeps, and how many bytes they have.
const MOST_LINES: usize = 200_000;
const MOST_BYTES: usize = 32 << 20;

/// The lines of a run, the first half of what may be kept and the last.
#[derive(Debug, Default)]
pub(super) struct Lines {
    first: Vec<OutputLine>,
    first_bytes: usize,
    is_full: bool,
    last: VecDeque<OutputLine>,
    last_bytes: usize,
    left_out: u64,
}

impl Lines {
    /// The next line.
    pub fn push(&mut self, line: OutputLine) {
        let bytes = line.text.len();
        self.is_full |=
            self.first.len() == MOST_LINES / 2 || self.first_bytes + bytes > MOST_BYTES / 2;
        if !self.is_full {
            self.first_bytes += bytes;
            self.first.push(line);
            return;
        }
        self.last_bytes += bytes;
        self.last.push_back(line);
        while self.last.len() > MOST_LINES / 2 || self.last_bytes > MOST_BYTES / 2 {
            let Some(line) = self.last.pop_front() else {
                return;
            };
            self.last_bytes -= line.text.len();
            self.left_out += 1;
        }
    }

    /// The lines that are kept, and how many between them are not.
    pub fn kept(mut self) -> (Vec<OutputLine>, u64) {
        self.first.extend(self.last);
        (self.first, self.left_out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(lines: impl Iterator<Item = String>) -> (Vec<String>, u64) {
        let mut all = Lines::default();
        for text in lines {
            all.push(OutputLine {
                t_us: 0.0,
                worker: 1,
                text,
                stream: None,
            });
        }
        let (lines, left_out) = all.kept();
        (lines.into_iter().map(|line| line.text).collect(), left_out)
    }

    #[test]
    fn keeps_the_first_half_and_the_last_of_too_many() {
        let (lines, left_out) = kept((0..250_000).map(|n| n.to_string()));
        assert_eq!((lines.len(), left_out), (200_000, 50_000));
        assert_eq!(
            (lines[99_999].as_str(), lines[100_000].as_str()),
            ("99999", "150000")
        );
        assert_eq!(lines[199_999], "249999");
    }

    #[test]
    fn keeps_no_more_bytes_than_may_be() {
        let (lines, left_out) = kept((0..60).map(|_| "x".repeat(1 << 20)));
        assert_eq!((lines.len(), left_out), (32, 28));
        assert_eq!(kept((0..9).map(|n| n.to_string())).1, 0);
    }
}
