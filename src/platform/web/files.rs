//! Files that the page handed over, as `Blob`s: their bytes are read when a lesson asks for them.

use super::text;
use crate::platform::files::too_large;
use js_sys::{Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

thread_local! {
    /// An object `{name: Blob}`; JavaScript's values cannot leave the worker that has them.
    static HANDED: RefCell<JsValue> = const { RefCell::new(JsValue::UNDEFINED) };
}

/// Hands over an object `{name: Blob}` in place of what was there; `undefined` is none.
pub fn hand(files: JsValue) {
    HANDED.set(files);
}

pub async fn read(name: &str, most: u64) -> Result<Vec<u8>, String> {
    let blob = HANDED
        .with_borrow(|files| Reflect::get(files, &name.into()))
        .ok()
        .and_then(|file| file.dyn_into::<Blob>().ok())
        .ok_or("no file of this name was handed over with the run")?;
    if blob.size() > most as f64 {
        return Err(too_large(blob.size() as u64));
    }
    let buffer = JsFuture::from(blob.array_buffer())
        .await
        .map_err(|error| text(&error))?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
