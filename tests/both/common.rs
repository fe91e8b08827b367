//! What many tests use: runs of lessons, the GPU, files.

use crate::harness::{Skipped, lacks};
use crate::own::REGISTRY;
use manyhands::pi::{Gpu, GpuError};
use manyhands::{Error, Record, Request, engine};
use serde_json::Value;

/// Runs a lesson and gives its record.
pub async fn record(lesson: &str, params: Value) -> Record {
    match run(lesson, params.clone()).await {
        Ok(record) => record,
        Err(error) => panic!("{lesson} with {params}: {error}"),
    }
}

/// Runs a lesson that only these tests know, and gives its record.
pub async fn own_record(lesson: &str, params: Value) -> Record {
    match own_run(lesson, params.clone()).await {
        Ok(record) => record,
        Err(error) => panic!("{lesson} with {params}: {error}"),
    }
}

/// Runs a lesson that only these tests know.
pub async fn own_run(lesson: &str, params: Value) -> Result<Record, Error> {
    engine::run(&REGISTRY, Request::new(lesson, params), |_| {})
        .await
        .map(|run| run.record)
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
        vec!["processes"]
    }
}

/// The first GPU.
pub async fn gpu() -> Result<Gpu, Skipped> {
    match Gpu::new().await {
        Ok(gpu) => Ok(gpu),
        Err(error @ (GpuError::NoWebGpu { .. } | GpuError::NoAdapter { .. })) => {
            Err(no_webgpu(error))
        }
        Err(error) => panic!("{error}"),
    }
}

/// The end of a test that found no GPU. Chromium is started with a software adapter and so has
/// one; natively `MANYHANDS_WEBGPU` says that there is one.
pub fn no_webgpu(why: impl std::fmt::Display) -> Skipped {
    #[cfg(target_family = "wasm")]
    let promised = crate::harness::is_chromium();
    #[cfg(not(target_family = "wasm"))]
    let promised = std::env::var_os("MANYHANDS_WEBGPU").is_some();
    lacks(promised, why)
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
