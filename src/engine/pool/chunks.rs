//! How a pool cuts its tasks: CPython's own rule (`Lib/multiprocessing/pool.py`, `_map_async`).

use std::ops::Range;

/// The chunk size that `map` and `starmap` use when none is asked for: ⌈tasks ÷ (4 · workers)⌉.
pub fn chunksize(tasks: usize, workers: usize) -> usize {
    tasks.div_ceil(4 * workers.max(1))
}

/// The sizes of the chunks that so many tasks are cut into; the last may be smaller.
pub fn chunk_sizes(tasks: usize, chunksize: usize) -> Vec<usize> {
    (0..count(tasks, chunksize))
        .map(|chunk| range(chunk, tasks, chunksize).len())
        .collect()
}

/// How many chunks so many tasks are cut into.
pub(super) fn count(tasks: usize, chunksize: usize) -> usize {
    tasks.div_ceil(chunksize.max(1))
}

/// The tasks of one chunk.
pub(super) fn range(chunk: usize, tasks: usize, chunksize: usize) -> Range<usize> {
    let begin = chunk * chunksize.max(1);
    begin..tasks.min(begin + chunksize.max(1))
}
