//! What a panic does before it ends its worker.

use crate::platform::panics::report;
use std::cell::Cell;
use std::sync::Once;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/platform/web/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = tellDeath)]
    fn tell_death(kind: &str, message: &str);
}

/// What this worker is, which decides who must hear of its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Nothing of ours: a test's own worker.
    Stranger,
    /// Shares its memory with the coordinator, which watches there.
    Thread,
    /// Heard by the page.
    Coordinator,
    /// Heard by the worker that started it.
    Process,
}

thread_local! {
    static ROLE: Cell<Role> = const { Cell::new(Role::Stranger) };
}

/// Says what this worker is, and installs the hook where nobody has yet.
pub fn install(role: Role) {
    static HOOK: Once = Once::new();
    ROLE.set(role);
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            console_error_panic_hook::hook(panic);
            let who = match ROLE.get() {
                Role::Coordinator => "the coordinator",
                _ => "a worker",
            };
            died(&format!("{who} panicked: {}", message(panic)));
        }));
        #[cfg(target_feature = "atomics")]
        std::alloc::set_alloc_error_hook(|layout| {
            died(&format!(
                "memory ran out: {} bytes more could not be had",
                layout.size()
            ));
        });
    });
}

fn died(message: &str) {
    match ROLE.get() {
        Role::Stranger => {}
        Role::Thread => report(message),
        Role::Coordinator => tell_death("coordinator", message),
        Role::Process => tell_death("process", message),
    }
}

fn message(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let payload = panic.payload();
    let text = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    match panic.location() {
        // The page's engine is built without the lines of the source.
        Some(place) if !cfg!(page_engine) => {
            format!("{text} (at {}:{})", place.file(), place.line())
        }
        _ => text.into(),
    }
}
