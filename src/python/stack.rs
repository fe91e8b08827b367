//! How deep a program may call itself.
//!
//! The interpreter knows when its native stack ends, and raises RecursionError before. In a browser it takes for granted
//! that there are 8 MiB below where a thread enters it, of WebAssembly's stack in linear memory. The stack that counts
//! there is another one, the JavaScript engine's own, of which nobody can ask how much is left, and it ends sooner. Both
//! grow together, so Python is begun lower on the stack in memory, where it has as much left as the engine's surely has.

/// Runs Python where the interpreter's own measure of the stack is right: to be called at once by whoever has entered it.
///
/// Natively it asks the system for the bounds of this thread's stack.
#[cfg(not(target_family = "wasm"))]
pub(super) fn deep<R>(run: impl FnOnce() -> R) -> R {
    run()
}

#[cfg(target_family = "wasm")]
pub(super) fn deep<R>(run: impl FnOnce() -> R) -> R {
    /// What Python may use, in bytes.
    const ROOM: usize = 256 * 1024;
    /// What the interpreter believes to be below it, and what it leaves of that (`calculate_c_stack_soft_limit`).
    const BELIEVED: usize = 8 * 1024 * 1024;
    const LEFT: usize = if cfg!(debug_assertions) { 128 } else { 32 } * 1024;
    /// `psm` wants the part of the stack that is used; only its upper end means anything.
    const PART: usize = 64 * 1024;
    let top = (psm::stack_pointer() as usize - BELIEVED + LEFT + ROOM) & !15;
    // SAFETY: the stack of a thread on which Python runs is larger than what the interpreter believes
    // (`platform/web/mod.rs`) and grows downwards, so that nothing of it is in use there.
    unsafe { psm::on_stack((top - PART) as *mut u8, PART, run) }
}
