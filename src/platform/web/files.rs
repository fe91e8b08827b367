//! Files that the page handed over, as `Blob`s: their bytes are read when a lesson asks for them.

use super::text;
use crate::platform::files::{Unread, in_time, too_large};
use crate::platform::memory;
use js_sys::{Object, Reflect, Uint8Array};
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

pub fn names() -> Vec<String> {
    let handed = HANDED.with_borrow(JsValue::clone);
    let Some(files) = handed.dyn_ref::<Object>() else {
        return Vec::new();
    };
    let mut names: Vec<_> = Object::keys(files)
        .iter()
        .filter_map(|name| name.as_string())
        .collect();
    names.sort();
    names
}

/// How much is asked for at a time. A file may lie where its bytes come slowly, and the patience is
/// for each part.
const PART: f64 = 4e6;

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
    let not_allowed = |error: JsValue| Unread::NotAllowed(text(&error));
    let mut bytes = memory::room(blob.size() as usize, "the file")
        .map_err(|error| Unread::Failed(error.to_string()))?;
    let mut at = 0.0;
    while at < blob.size() {
        let end = blob.size().min(at + PART);
        let part = blob
            .slice_with_f64_and_f64(at, end)
            .map_err(not_allowed)?
            .array_buffer();
        let part = in_time(JsFuture::from(part)).await?.map_err(not_allowed)?;
        let part = Uint8Array::new(&part);
        let from = bytes.len();
        // No more than there is room for: of a file that has grown meanwhile the rest is left.
        bytes.resize(from + part.length() as usize, 0);
        part.copy_to(&mut bytes[from..]);
        at = end;
    }
    Ok(bytes)
}
