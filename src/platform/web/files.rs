//! Files that the page handed over, as `Blob`s: their bytes are read when a lesson asks for them.

use super::text;
use crate::platform::files::{Unread, too_large};
use crate::platform::memory;
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

pub async fn read(name: &str, most: u64) -> Result<Vec<u8>, Unread> {
    let blob = HANDED
        .with_borrow(|files| Reflect::get(files, &name.into()))
        .ok()
        .and_then(|file| file.dyn_into::<Blob>().ok())
        .ok_or_else(|| {
            Unread::NotAllowed("no file of this name was handed over with the run".into())
        })?;
    if blob.size() > most as f64 {
        return Err(Unread::NotAllowed(too_large(blob.size() as u64)));
    }
    let buffer = JsFuture::from(blob.array_buffer())
        .await
        .map_err(|error| Unread::NotAllowed(text(&error)))?;
    let bytes = Uint8Array::new(&buffer);
    let mut copy = memory::filled(0, bytes.length() as usize, "the file")
        .map_err(|error| Unread::Failed(error.to_string()))?;
    bytes.copy_to(&mut copy);
    Ok(copy)
}
