//! Small pieces of memory, a cache of them for each thread.
//!
//! The allocator of `std` is one heap behind one lock: two threads that do little but allocate, as two of Python's do,
//! are half as quick there as one. Here each thread keeps lists of free blocks, by size. A list that has become long goes
//! to all as one batch, and a thread whose list is empty takes such a batch: whoever frees need not be who allocated.
//! Only where there is none is `std`'s heap asked, for a batch at a time. What was a small block once stays one.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

/// The steps in which the sizes of small blocks go, and what every block is aligned to.
const STEP: usize = 16;
/// How many sizes there are.
const SIZES: usize = 64;
/// The largest small block, in bytes.
const LARGEST: usize = STEP * SIZES;
/// How many bytes a batch holds, about, and the fewest and most blocks.
const BATCH_BYTES: usize = 8 * 1024;
const FEWEST: usize = 8;
const MOST: usize = 128;

const fn blocks_of(size: usize) -> usize {
    let blocks = BATCH_BYTES / ((size + 1) * STEP);
    if blocks < FEWEST {
        FEWEST
    } else if blocks > MOST {
        MOST
    } else {
        blocks
    }
}

/// Of how many blocks a batch of each size is.
const BATCH: [usize; SIZES] = {
    let mut batch = [0; SIZES];
    let mut size = 0;
    while size < SIZES {
        batch[size] = blocks_of(size);
        size += 1;
    }
    batch
};

/// What a free block holds: the next of its list, and, in the first block of a batch, the next batch.
#[repr(C)]
struct Free {
    next: *mut Free,
    next_batch: AtomicPtr<Free>,
}

/// One size's free blocks of one thread: a list that grows and shrinks, and perhaps a whole batch beside it.
struct Kept {
    first: Cell<*mut Free>,
    count: Cell<usize>,
    batch: Cell<*mut Free>,
}

thread_local! {
    static KEPT: [Kept; SIZES] = const {
        [const {
            Kept {
                first: Cell::new(null_mut()),
                count: Cell::new(0),
                batch: Cell::new(null_mut()),
            }
        }; SIZES]
    };
}

/// The batches that belong to nobody: a stack without a lock. Its upper half counts the changes, so that who was
/// interrupted between reading and changing it sees that it is another one, though it begins with the same batch.
struct Batches(AtomicU64);

static BATCHES: [Batches; SIZES] = [const { Batches(AtomicU64::new(0)) }; SIZES];

impl Batches {
    fn first(head: u64) -> *mut Free {
        head as u32 as usize as *mut Free
    }

    fn changed(head: u64, first: *mut Free) -> u64 {
        (((head >> 32) + 1) << 32) | first as usize as u64
    }

    fn push(&self, batch: *mut Free) {
        let mut head = self.0.load(Ordering::Relaxed);
        loop {
            // SAFETY: the batch is this thread's until it is pushed.
            unsafe {
                (*batch)
                    .next_batch
                    .store(Self::first(head), Ordering::Relaxed)
            };
            let new = Self::changed(head, batch);
            match self
                .0
                .compare_exchange_weak(head, new, Ordering::Release, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    fn pop(&self) -> *mut Free {
        let mut head = self.0.load(Ordering::Acquire);
        loop {
            let first = Self::first(head);
            if first.is_null() {
                return first;
            }
            // SAFETY: memory is never given back, so it can be read; what is read counts only where the stack has
            // not changed meanwhile.
            let next = unsafe { (*first).next_batch.load(Ordering::Relaxed) };
            let new = Self::changed(head, next);
            match self
                .0
                .compare_exchange_weak(head, new, Ordering::Acquire, Ordering::Acquire)
            {
                Ok(_) => return first,
                Err(now) => head = now,
            }
        }
    }
}

/// The size of a small block for this layout.
#[inline]
fn size_of(layout: Layout) -> Option<usize> {
    let is_small = layout.size() <= LARGEST && layout.align() <= STEP && layout.size() > 0;
    is_small.then(|| (layout.size() - 1) / STEP)
}

/// Fills an empty list, and gives its first block; null where there is no memory.
#[cold]
#[inline(never)]
fn refill(size: usize, kept: &Kept) -> *mut Free {
    let mut first = kept.batch.replace(null_mut());
    if first.is_null() {
        first = BATCHES[size].pop();
    }
    if first.is_null() {
        first = carve(size);
    }
    if !first.is_null() {
        // SAFETY: a batch is a list of free blocks that are this thread's now.
        kept.first.set(unsafe { (*first).next });
        kept.count.set(BATCH[size] - 1);
    }
    first
}

/// A batch of new blocks.
fn carve(size: usize) -> *mut Free {
    let (bytes, blocks) = ((size + 1) * STEP, BATCH[size]);
    // SAFETY: neither is zero, and the alignment is a power of two.
    let layout = unsafe { Layout::from_size_align_unchecked(bytes * blocks, STEP) };
    // SAFETY: the layout is of no zero size.
    let chunk = unsafe { System.alloc(layout) };
    if chunk.is_null() {
        return null_mut();
    }
    let mut next = null_mut();
    for block in (0..blocks).rev() {
        // SAFETY: inside of the chunk, and aligned.
        unsafe {
            let free = chunk.add(block * bytes).cast::<Free>();
            (&raw mut (*free).next).write(next);
            next = free;
        }
    }
    next
}

/// Puts a list that has become a batch aside.
#[cold]
#[inline(never)]
fn put_aside(size: usize, kept: &Kept) {
    let before = kept.batch.replace(kept.first.replace(null_mut()));
    kept.count.set(0);
    if !before.is_null() {
        BATCHES[size].push(before);
    }
}

/// The allocator of an engine that allocates much, on many threads.
#[derive(Debug)]
pub struct Cached;

// SAFETY: small blocks are handed out once until they are given back, each to one caller; all else is the system's.
unsafe impl GlobalAlloc for Cached {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(size) = size_of(layout) else {
            // SAFETY: as the caller promises.
            return unsafe { System.alloc(layout) };
        };
        KEPT.with(|kept| {
            let kept = &kept[size];
            let first = kept.first.get();
            if first.is_null() {
                return refill(size, kept).cast();
            }
            // SAFETY: it is a free block of this thread.
            kept.first.set(unsafe { (*first).next });
            kept.count.set(kept.count.get() - 1);
            first.cast()
        })
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        let Some(size) = size_of(layout) else {
            // SAFETY: as the caller promises.
            return unsafe { System.dealloc(block, layout) };
        };
        KEPT.with(|kept| {
            let kept = &kept[size];
            let free = block.cast::<Free>();
            // SAFETY: the caller gives up the block, which is of STEP bytes at least and so aligned.
            unsafe { (&raw mut (*free).next).write(kept.first.get()) };
            kept.first.set(free);
            let count = kept.count.get() + 1;
            kept.count.set(count);
            if count == BATCH[size] {
                put_aside(size, kept);
            }
        });
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if size_of(layout).is_none() {
            // SAFETY: as the caller promises.
            return unsafe { System.alloc_zeroed(layout) };
        }
        // SAFETY: as the caller promises, and the block is as large as the layout.
        unsafe {
            let block = self.alloc(layout);
            if !block.is_null() {
                block.write_bytes(0, layout.size());
            }
            block
        }
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, bytes: usize) -> *mut u8 {
        // SAFETY: the caller promises that it is not too large.
        let wanted = unsafe { Layout::from_size_align_unchecked(bytes, layout.align()) };
        match (size_of(layout), size_of(wanted)) {
            // SAFETY: as the caller promises; it was the system's and stays it.
            (None, None) => unsafe { System.realloc(block, layout, bytes) },
            (before, after) if before == after => block,
            // SAFETY: as the caller promises, and no more is copied than either holds.
            _ => unsafe {
                let new = self.alloc(wanted);
                if !new.is_null() {
                    new.copy_from_nonoverlapping(block, layout.size().min(bytes));
                    self.dealloc(block, layout);
                }
                new
            },
        }
    }
}
