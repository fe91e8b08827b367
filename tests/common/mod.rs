//! One test body for both sides: natively a thread waits for it, in a browser the runner awaits it.
#![allow(dead_code, reason = "each test binary uses some of it")]

use manyhands::{Error, Record, Request};
use serde_json::Value;

/// Tests that run natively and, by `wasm-pack test`, in a dedicated worker of a browser.
macro_rules! tests {
    ($($(#[$attribute:meta])* async fn $name:ident() $body:block)*) => {
        #[cfg(target_family = "wasm")]
        wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);
        $(
            $(#[$attribute])*
            #[cfg(not(target_family = "wasm"))]
            #[test]
            fn $name() {
                common::natively(async $body);
            }

            $(#[$attribute])*
            #[cfg(target_family = "wasm")]
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $name() $body
        )*
    };
}
pub(crate) use tests;

/// Runs a test's body to its end; processes are then this package's own binary.
/// One test at a time, as in a browser: they share one farm.
#[cfg(not(target_family = "wasm"))]
pub fn natively<T>(body: impl Future<Output = T>) -> T {
    static ONE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _turn = ONE
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    // SAFETY: no other test runs now, and every test sets the same value.
    unsafe { std::env::set_var("MANYHANDS_BINARY", env!("CARGO_BIN_EXE_manyhands")) };
    manyhands::platform::block_on(body)
}

/// Runs a lesson and gives its record.
pub async fn record(lesson: &str, params: Value) -> Record {
    match run(lesson, params.clone()).await {
        Ok(record) => record,
        Err(error) => panic!("{lesson} with {params}: {error}"),
    }
}

/// Runs a lesson.
pub async fn run(lesson: &str, params: Value) -> Result<Record, Error> {
    manyhands::run(Request::new(lesson, params), |_| {})
        .await
        .map(|run| run.record)
}

/// The kinds of workers that this build has.
pub fn kinds() -> Vec<&'static str> {
    if manyhands::platform::has_threads() {
        vec!["threads", "processes"]
    } else {
        skipped("kind threads", "this build has no shared memory");
        vec!["processes"]
    }
}

/// Whether threads can be had; where not, the lesson must say so by name.
pub async fn threads_for(lesson: &str) -> bool {
    if manyhands::platform::has_threads() {
        return true;
    }
    skipped(lesson, "this build has no shared memory");
    let error = run(lesson, Value::Object(serde_json::Map::new()))
        .await
        .expect_err("no memory to share");
    assert!(matches!(error, Error::Unsupported { .. }), "{error}");
    assert!(error.to_string().contains(lesson), "{error}");
    false
}

/// A file that is this part so many times over: gives the name that a parameter names it by.
#[cfg(not(target_family = "wasm"))]
pub fn file(name: &str, part: &[u8], times: usize) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, part.repeat(times)).expect("a file");
    path.to_str().expect("UTF-8").into()
}

/// The same in a browser: the file is handed over as a page does it.
#[cfg(target_family = "wasm")]
pub fn file(name: &str, part: &[u8], times: usize) -> String {
    let part = js_sys::Uint8Array::from(part);
    let parts: js_sys::Array = std::iter::repeat_n(part, times).collect();
    let blob = web_sys::Blob::new_with_u8_array_sequence(&parts).expect("a Blob");
    let files = js_sys::Object::new();
    js_sys::Reflect::set(&files, &name.into(), &blob).expect("an object");
    manyhands::platform::hand_files(files.into());
    name.into()
}

/// Says that a test was skipped, where whoever reads the log sees it.
pub fn skipped(what: &str, why: &str) {
    #[cfg(target_family = "wasm")]
    wasm_bindgen_test::console_log!("SKIPPED {what}: {why}");
    // Straight to the stream: what passing tests print is not shown.
    #[cfg(not(target_family = "wasm"))]
    let _ = std::io::Write::write_all(
        &mut std::io::stderr(),
        format!("SKIPPED {what}: {why}\n").as_bytes(),
    );
}
