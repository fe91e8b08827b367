//! What happens when the system gives no more memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

thread_local! {
    /// Whether this thread asks for memory that it can do without.
    static MAY_BE_REFUSED: Cell<bool> = const { Cell::new(false) };
}

/// Asks for memory by `ask`, which is told where there is none.
pub fn may_be_refused<T>(ask: impl FnOnce() -> T) -> T {
    let before = MAY_BE_REFUSED.replace(true);
    let answer = ask();
    MAY_BE_REFUSED.set(before);
    answer
}

/// The system's memory, for a program that cannot go on without: where there is none left, and
/// whoever asked cannot do without, `refused` is called with the number of bytes, and must not return.
///
/// Rust's own way would be to abort, with a signal and in words of its own.
#[derive(Debug)]
pub struct LastResort {
    /// Ends the program. No memory is to be had there, nor any lock to be taken.
    pub refused: fn(usize) -> !,
}

impl LastResort {
    fn given(&self, memory: *mut u8, bytes: usize) -> *mut u8 {
        if memory.is_null() && !MAY_BE_REFUSED.get() {
            (self.refused)(bytes);
        }
        memory
    }
}

// SAFETY: it is the system's allocator, and hands back what that gives, or nothing at all.
unsafe impl GlobalAlloc for LastResort {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: whoever calls this keeps the promises of `alloc`, as below of its own.
        self.given(unsafe { System.alloc(layout) }, layout.size())
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: as above.
        self.given(unsafe { System.alloc_zeroed(layout) }, layout.size())
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }

    unsafe fn realloc(&self, memory: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: as above.
        self.given(unsafe { System.realloc(memory, layout, size) }, size)
    }
}
