//! The memory that the processes of a program share in a browser, beside the memory that each of them has of its own. See
//! `common.js`.

use std::time::Duration;

mod js {
    use wasm_bindgen::prelude::*;

    #[wasm_bindgen(module = "/src/platform/web/common.js")]
    extern "C" {
        pub fn make() -> u32;
        pub fn size() -> u32;
        pub fn load(at: u32) -> u32;
        pub fn store(at: u32, value: u32);
        pub fn replace(at: u32, old: u32, value: u32) -> bool;
        pub fn add(at: u32, by: u32) -> u32;
        pub fn read(at: u32, to: &mut [u8]);
        pub fn write(at: u32, from: &[u8]);
        pub fn wait(at: u32, value: u32, ms: f64);
        pub fn wake(at: u32);
    }
}

/// Makes it, before the first thread of this engine is started.
pub(super) fn make() {
    js::make();
}

/// How many bytes there are; none where the browser refused them. To be asked once in each thread, before all else.
pub fn size() -> u32 {
    thread_local! {
        static SIZE: u32 = js::size();
    }
    SIZE.with(|size| *size)
}

/// The word at `at`, which is in bytes, as in all that follows.
pub fn load(at: u32) -> u32 {
    js::load(at)
}

pub fn store(at: u32, value: u32) {
    js::store(at, value);
}

/// Puts `new` in the place of `old`. Says whether that was there.
pub fn replace(at: u32, old: u32, new: u32) -> bool {
    js::replace(at, old, new)
}

/// Adds, round the end; what was there before.
pub fn add(at: u32, by: u32) -> u32 {
    js::add(at, by)
}

pub fn read(at: u32, to: &mut [u8]) {
    js::read(at, to);
}

pub fn write(at: u32, from: &[u8]) {
    js::write(at, from);
}

/// Waits until the word is woken, where it has this value; for `timeout` at most.
pub fn wait(at: u32, value: u32, timeout: Duration) {
    js::wait(at, value, timeout.as_secs_f64() * 1e3);
}

/// Wakes all that wait for the word.
pub fn wake(at: u32) {
    js::wake(at);
}
